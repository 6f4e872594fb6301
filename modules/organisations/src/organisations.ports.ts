import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';
import type { organisationsActions } from './organisations.actions.ts';

export type InvitedPerson = {
  personId: string;
  /** The one-time link; null for somebody who has an account already. */
  invitation: { token: string; expiresAt: Date } | null;
};

export type PeoplePort = {
  /** An account for somebody, or the one that this address has. The caller has decided that `invitedBy` may. */
  inviteMember(
    invitedBy: PersonActor,
    input: { name: string; email: string; locale: string; timeZone: string },
  ): Promise<InvitedPerson>;
  /** Display names. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: (typeof organisationsActions)[number];
      outcome: 'success' | 'denied' | 'failed';
      objects?: readonly { kind: string; id: string }[];
      details?: Record<string, string | number | boolean>;
    },
  ): Promise<void>;
};
