import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { accessMutantNames, accessMutants } from './code-mutants.ts';
import { compareWorld, mostWorlds, type Stage, worldsUntilDifference } from './compare-world.ts';
import { prepareStage, turnPoliciesOff } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

// With the policies of the database off, the application has to say everything by itself, and a weakness in it has nothing to hide behind.

const active = vi.hoisted(() => ({ mutant: null as string | null }));

vi.mock('../../src/access.ts', async (original) => accessMutants(await original(), active));

const size = { build: 16, further: 2 };
const patience = { timeout: 900_000 };

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  stage = await prepareStage(vault);
  await turnPoliciesOff(vault);
});
afterAll(() => vault?.close());

describe('the application alone', () => {
  test('tells everybody what the model says', patience, async () => {
    for (let seed = 101; seed < 104; seed++) expect(await compareWorld(vault, stage, seed, size)).toEqual([]);
  });

  test.each(accessMutantNames)('is found out when %s', patience, async (mutant) => {
    active.mutant = mutant;
    try {
      expect(await worldsUntilDifference(vault, stage, { build: 12, further: 0 })).toBeLessThan(mostWorlds);
    } finally {
      active.mutant = null;
    }
  });
});
