import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Access } from '../../src/access.ts';
import { compareWorlds, mostWorlds, type Stage, worldsUntilDifference } from './compare-world.ts';
import { weaken, weakenings } from './policy-weakenings.ts';
import { prepareStage } from './stage.ts';
import { openWorldVault, type WorldVault } from './world-vault.ts';

// With the checks of the application off, the database has to keep everything back by itself; and a policy that is weakened shows at once.

const everything = vi.hoisted(() => ({
  spaceIds: async (): Promise<string[]> => [],
  labelIds: async (): Promise<string[]> => [],
}));

vi.mock('../../src/access.ts', () => ({
  createAccess: () => async (): Promise<Access> => ({
    spaceIds: await everything.spaceIds(),
    labelIds: await everything.labelIds(),
    mayRead: () => true,
    mayUse: () => true,
  }),
}));
vi.mock('../../../../modules/spaces/src/spaces.repository.ts', async (original) => ({
  ...(await original<object>()),
  // Everybody is an owner of everything.
  findMembership: async () => ({
    role: 'owner',
    labelId: '00000000-0000-7000-8000-000000000001',
    ceilingLabelId: null,
  }),
}));

const rowLevelSecurityAlone = { allowFewer: true };

/** `NEXUS_WORLDS` and `NEXUS_WORLDS_SEED` draw others, and draw one again that failed. */
const worlds = {
  first: Number(process.env['NEXUS_WORLDS_SEED'] ?? 40_000),
  most: Number(process.env['NEXUS_WORLDS'] ?? 300),
};

let vault: WorldVault;
let stage: Stage;

beforeAll(async () => {
  vault = await openWorldVault();
  const ids = async (table: string) =>
    (await vault.db.asOwner<{ id: string }>(`select id from ${table}`)).map(({ id }) => id);
  everything.spaceIds = () => ids('spaces');
  everything.labelIds = () => ids('labels');
  stage = await prepareStage(vault);
});
afterAll(() => vault?.close());

describe('row-level security alone', () => {
  test('discloses nothing, in hundreds of worlds', async () => {
    expect(await compareWorlds(vault, stage, worlds, rowLevelSecurityAlone)).toEqual([]);
  });

  test.each(weakenings)('is found out when $name', async (weakening) => {
    const mend = await weaken(vault.db, weakening);
    try {
      const size = { build: 14, further: 0 };
      expect(await worldsUntilDifference(vault, stage, size, rowLevelSecurityAlone)).toBeLessThan(mostWorlds);
    } finally {
      await mend();
    }
  });
});
