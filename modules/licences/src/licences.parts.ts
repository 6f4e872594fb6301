import type { Database, Tx } from '@nexus/db';
import type { Actor, Clock, PersonActor } from '@nexus/kernel';
import type { LicencesAction } from './licences.actions.ts';
import { LicenceActionForbiddenError } from './licences.errors.ts';
import type { AuditPort, LicencesSealer, Membership, OrganisationsPort, UsagePort } from './licences.ports.ts';
import type { LicencesTables, LicencesTx } from './licences.tables.ts';

export type LicencesDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  sealer: LicencesSealer;
  organisations: OrganisationsPort;
  audit: AuditPort;
  clock: Clock;
  /** Who invoices what was used; without it reports are taken and settled by hand. */
  usage?: UsagePort;
};

/** What every part of this module does in the same way. */
export function createParts({ database, organisations, audit, clock, sealer, usage }: LicencesDependencies) {
  function act<R>(actor: PersonActor, run: (tx: LicencesTx) => Promise<R>): Promise<R> {
    return database.withActor<LicencesTables, R>(actor, run);
  }

  /** @throws LicenceActionForbiddenError */
  async function ensureMay(
    tx: LicencesTx,
    { personId }: PersonActor,
    may: (memberships: Membership[]) => boolean,
  ): Promise<Membership[]> {
    const memberships = await organisations.rolesOf(tx as Tx, personId);
    if (!may(memberships)) throw new LicenceActionForbiddenError();
    return memberships;
  }

  function record(
    tx: LicencesTx,
    actor: Actor,
    action: LicencesAction,
    object: { kind: string; id: string } | null,
    details: Record<string, string | number | boolean> = {},
  ): Promise<void> {
    return audit.record(tx as Tx, {
      actor,
      action,
      outcome: action.endsWith('refused') ? 'failed' : 'success',
      ...(object ? { objects: [object] } : {}),
      details,
    });
  }

  return { act, ensureMay, record, clock, sealer, database, usage };
}

export type Parts = ReturnType<typeof createParts>;

export function personIdOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.personId : null;
}

/** A moment as files write it: UTC, to the second. */
export function instant(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Kysely takes JSON columns as text. */
export function asJson<T>(value: T): T {
  return JSON.stringify(value) as unknown as T;
}
