import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareWorld, type Stage } from './compare-world.ts';
import { prepareStage } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

const worlds = 5;

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  stage = await prepareStage(vault);
});
afterAll(() => vault?.close());

test('everybody is told what a simple model says, and nothing that is hidden moves it', {
  timeout: 600_000,
}, async () => {
  for (let seed = 1; seed <= worlds; seed++) {
    expect(await compareWorld(vault, stage, seed, { build: 16, further: 3 })).toEqual([]);
  }
});
