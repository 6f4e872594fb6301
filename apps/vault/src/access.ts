import type { Tx } from '@nexus/db';
import type { LabelsService } from '@nexus/labels';
import type { SpacesModule } from '@nexus/spaces';

/** What the actor of a transaction may read: spaces that they are a member of, labels that their clearance dominates. */
export type Access = {
  spaceIds: readonly string[];
  labelIds: readonly string[];
  mayRead(spaceId: string, labelId: string): boolean;
  mayUse(labelId: string): boolean;
};

export type AccessOf = (tx: Tx) => Promise<Access>;

/**
 * Asked once a transaction by every service that shows content. It is the application's own decision, made by `lattice.ts` and the list of members;
 * row-level security decides again, by SQL of its own.
 */
export function createAccess(
  labels: Pick<LabelsService, 'readableIn'>,
  membership: Pick<SpacesModule['membership'], 'spacesOfActor'>,
): AccessOf {
  const known = new WeakMap<Tx, Promise<Access>>();

  async function find(tx: Tx): Promise<Access> {
    const readable = await labels.readableIn(tx);
    const spaceIds = await membership.spacesOfActor(tx);
    const spaces = new Set(spaceIds);
    return {
      spaceIds,
      labelIds: readable.labelIds,
      mayRead: (spaceId, labelId) => spaces.has(spaceId) && readable.has(labelId),
      mayUse: (labelId) => readable.has(labelId),
    };
  }

  return function accessOf(tx) {
    const found = known.get(tx) ?? find(tx);
    known.set(tx, found);
    return found;
  };
}
