import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareWorld } from './compare-world.ts';
import type { Cast } from './world.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

const firstSeed = Number(process.env['NEXUS_WORLDS_SEED'] ?? 1);
const worlds = Number(process.env['NEXUS_WORLDS'] ?? 6);

let vault: WorldVault;
let cast: Cast;

beforeAll(async () => {
  vault = await openWorldVault();
  cast = await inviteCast(vault);
});
afterAll(() => vault?.close());

async function inviteCast({ invite }: WorldVault): Promise<Cast> {
  const keys = ['alba', 'bruno', 'clara'];
  const invited: Cast = [];
  for (const key of keys) {
    const { client, personId } = await invite(`${key}@example.org`);
    invited.push({ key, id: personId, client });
  }
  return invited;
}

test('everybody is told what a simple model says, and nothing that is hidden moves it', {
  timeout: 600_000,
}, async () => {
  const size = { build: 16, further: 3 };
  for (let seed = firstSeed; seed < firstSeed + worlds; seed++) {
    expect(await compareWorld(vault, cast, seed, size)).toEqual([]);
  }
});
