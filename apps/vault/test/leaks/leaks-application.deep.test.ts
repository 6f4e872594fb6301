import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  accessMutantNames,
  accessMutants,
  latticeMutantNames,
  latticeMutants,
  policyMutantNames,
  policyMutants,
} from './code-mutants.ts';
import { compareWorlds, mostWorlds, type Stage, worldsUntilDifference } from './compare-world.ts';
import { prepareStage, turnPoliciesOff } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

const active = vi.hoisted(() => ({ mutant: null as string | null }));

vi.mock('../../src/access.ts', async (original) => accessMutants(await original(), active));
vi.mock('../../../../modules/labels/src/lattice.ts', async (original) => latticeMutants(await original(), active));
vi.mock('../../../../modules/documents/src/documents.policy.ts', async (original) =>
  policyMutants(await original(), active),
);

/** `NEXUS_WORLDS` and `NEXUS_WORLDS_SEED` draw others, and draw one again that failed. */
const worlds = {
  first: Number(process.env['NEXUS_WORLDS_SEED'] ?? 20_000),
  most: Number(process.env['NEXUS_WORLDS'] ?? 300),
};

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  stage = await prepareStage(vault);
  await turnPoliciesOff(vault);
});
afterAll(() => vault?.close());

describe('the application alone', () => {
  test('tells everybody what the model says, in hundreds of worlds', async () => {
    expect(await compareWorlds(vault, stage, worlds)).toEqual([]);
  });

  test.each([...accessMutantNames, ...latticeMutantNames, ...policyMutantNames])(
    'is found out when %s',
    async (mutant) => {
      active.mutant = mutant;
      // What was remembered under the right rule is not used under the wrong one, nor the other way round.
      const forget = () => vault.db.asOwner("update label_set set revision = nextval('label_revisions')");
      try {
        await forget();
        expect(await worldsUntilDifference(vault, stage, { build: 16, further: 0 })).toBeLessThan(mostWorlds);
      } finally {
        active.mutant = null;
        await forget();
      }
    },
  );
});
