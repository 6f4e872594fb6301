import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  accessMutantNames,
  accessMutants,
  latticeMutantNames,
  latticeMutants,
  policyMutantNames,
  policyMutants,
} from './code-mutants.ts';
import { compareWorld, type Stage, worldsUntilDifference } from './compare-world.ts';
import { prepareStage } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

// With the policies of the database off, the application has to say everything by itself, and a weakness in it has nothing to hide behind.

const active = vi.hoisted(() => ({ mutant: null as string | null }));

vi.mock('../../src/access.ts', async (original) => accessMutants(await original(), active));
vi.mock('../../../../modules/labels/src/lattice.ts', async (original) => latticeMutants(await original(), active));
vi.mock('../../../../modules/documents/src/documents.policy.ts', async (original) =>
  policyMutants(await original(), active),
);

const size = { build: 16, further: 2 };
const patience = { timeout: 900_000 };

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  stage = await prepareStage(vault);
  await vault.db.asOwner(`do $$ declare name text; begin
    for name in select oid::regclass::text from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace loop
      execute format('alter table %s disable row level security', name);
    end loop; end $$`);
});
afterAll(() => vault?.close());

describe('the application alone', () => {
  test('tells everybody what the model says', patience, async () => {
    for (let seed = 101; seed < 104; seed++) expect(await compareWorld(vault, stage, seed, size)).toEqual([]);
  });

  test.each([...accessMutantNames, ...latticeMutantNames, ...policyMutantNames])(
    'is found out when %s',
    patience,
    async (mutant) => {
      active.mutant = mutant;
      try {
        // What was remembered under the right rule is not used under the wrong one.
        await vault.db.asOwner("update label_set set revision = nextval('label_revisions')");
        expect(await worldsUntilDifference(vault, stage, { build: 12, further: 0 })).toBeLessThan(40);
      } finally {
        active.mutant = null;
        await vault.db.asOwner("update label_set set revision = nextval('label_revisions')");
      }
    },
  );
});
