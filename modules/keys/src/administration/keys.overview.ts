import { systemSpaceId } from '@nexus/crypto';
import type { PersonActor } from '@nexus/kernel';
import type { AdministrationDatabase } from '../keys.ports.ts';
import { listKeys, type RotationRow } from './administration.repository.ts';
import type { Erasures, Hold } from './erasures.service.ts';
import type { Rotations } from './rotations.service.ts';

export type SpaceKeys = {
  spaceId: string;
  isSystem: boolean;
  state: 'active' | 'erased';
  keyId: string;
  keyVersion: number;
  /** Of the key in use. */
  createdAt: Date;
  /** Keys that still open what they sealed. */
  retired: number;
  erasedAt: Date | null;
  hold: Hold | null;
  rotation: RotationRow | null;
};

export type OverviewDependencies = {
  database: AdministrationDatabase;
  rotations: Pick<Rotations, 'list'>;
  erasures: Pick<Erasures, 'holds'>;
};

/** Keys by space, the system's first, for officers: ids and ages. Names of spaces are content and are not here. */
export async function listSpaceKeysOverview(
  { database, rotations, erasures }: OverviewDependencies,
  actor: PersonActor,
): Promise<SpaceKeys[]> {
  const rows = await database.withActor(actor, listKeys, { readOnly: true });
  const holds = new Map((await erasures.holds(actor)).map((hold) => [hold.spaceId, hold]));
  const latest = new Map<string, RotationRow>();
  for (const rotation of await rotations.list(actor))
    if (!latest.has(rotation.spaceId)) latest.set(rotation.spaceId, rotation);
  const spaces = [...Map.groupBy(rows, ({ spaceId }) => spaceId)].map(([spaceId, keys]): SpaceKeys => {
    const newest = keys[0]!;
    return {
      spaceId,
      isSystem: spaceId === systemSpaceId,
      state: newest.state === 'erased' ? 'erased' : 'active',
      keyId: newest.keyId.toString('hex'),
      keyVersion: newest.keyVersion,
      createdAt: newest.createdAt,
      retired: keys.filter(({ state }) => state === 'retired').length,
      erasedAt: newest.erasedAt,
      hold: holds.get(spaceId) ?? null,
      rotation: latest.get(spaceId) ?? null,
    };
  });
  return spaces.sort((a, b) => Number(b.isSystem) - Number(a.isSystem) || (a.spaceId < b.spaceId ? -1 : 1));
}
