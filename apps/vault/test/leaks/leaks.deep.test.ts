import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareWorlds, type Stage } from './compare-world.ts';
import { prepareStage } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  stage = await prepareStage(vault);
});
afterAll(() => vault?.close());

/** `NEXUS_WORLDS` and `NEXUS_WORLDS_SEED` draw others, and draw one again that failed. */
test('everybody is told what a simple model says, in thousands of worlds', async () => {
  const most = Number(process.env['NEXUS_WORLDS'] ?? 2_000);
  const first = Number(process.env['NEXUS_WORLDS_SEED'] ?? 10_000);
  expect(await compareWorlds(vault, stage, { first, most })).toEqual([]);
});
