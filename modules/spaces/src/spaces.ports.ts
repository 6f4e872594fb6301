import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';

export type KeyringPort = {
  forSpace(spaceId: string): Promise<Sealer>;
  /** Makes the space's first key in the transaction that makes the space, and returns its sealer. */
  createSpaceKey(tx: Tx, spaceId: string): Promise<Sealer>;
};

export type Colleague = { id: string; name: string; email: string | null; roles: readonly string[] };

export type PeoplePort = {
  /** Roles of an active person in the installation; null when there is no such active person. */
  findRoles(actor: PersonActor, personId: string): Promise<readonly string[] | null>;
  /** Display names, for people whom the caller shares a space with. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Everybody active, with their duties in the installation. */
  listColleagues(actor: PersonActor): Promise<readonly Colleague[]>;
};

export type LabelView = {
  id: string;
  text: string;
  textEn: string;
  portionMark: string;
  rank: number;
  colour: string;
};

export type LabelsPort = {
  /** The labels that the actor of the transaction may read. */
  readableIn(tx: Tx): Promise<{ has(labelId: string): boolean }>;
  /** As it is shown; who may see it is up to the caller. */
  viewOf(labelId: string): LabelView;
  /** Whether the label may enter a place with this ceiling. */
  isAllowedBelow(labelId: string, ceilingLabelId: string | null): boolean;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      spaceId?: string;
      labelId?: string;
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};
