import { businessCalendar, newId, silentLogger } from '@nexus/kernel';
import { createLedgerModule, ledgerConflicts, ledgerMigrations, type OwnedPurpose, type Posting } from '@nexus/ledger';
import { actingStub, createTestDatabase } from '@nexus/testing';

/** A ledger on a database of its own, with a port of organisations that knows nobody by name. */
export async function openLedger() {
  const db = await createTestDatabase({ modules: [actingStub, ledgerMigrations], conflicts: ledgerConflicts });
  const recorded: string[] = [];
  const ledger = createLedgerModule({
    database: db.database,
    calendar: businessCalendar('America/Caracas'),
    logger: silentLogger,
    organisations: {
      rolesOf: async (_, personId) => {
        const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; role: string }>(
          'select organisation_id, kind, role from acting_stub_members where person_id = $1',
          [personId],
        );
        return rows.map(({ organisation_id, kind, role }) => ({
          organisationId: organisation_id,
          kind,
          roles: [role],
        }));
      },
      namesOf: async () => new Map(),
    },
    audit: {
      record: async (_, { action }) => {
        recorded.push(action);
      },
    },
  });
  const post = (...postings: Posting[]) =>
    db.database.withWorker('test.post', (tx) => ledger.service.post(tx, postings));
  const balance = async (ownerId: string, purpose: OwnedPurpose, currency = 'EUR') =>
    (
      await db.database.withWorker('test.read', (tx) => ledger.service.balancesOf(tx, [{ ownerId, purpose, currency }]))
    )[0]!;
  return { db, ledger, post, balance, recorded };
}

export const november = new Date('2026-11-15T12:00:00Z');

export function owned(ownerId: string, purpose: OwnedPurpose, minor: bigint, currency = 'EUR') {
  return { account: { ownerId, purpose, currency }, minor };
}

export function expense(minor: bigint, currency = 'EUR') {
  return { account: { ownerId: null, purpose: 'commission_expense' as const, currency }, minor };
}

/** A sale of which `partner` earns `minor`. */
export function accrual(partner: string, minor: bigint, key = `sale:${newId()}`): Posting {
  return {
    key,
    kind: 'sale_accrued',
    effectiveAt: november,
    entries: [expense(-minor), owned(partner, 'accrued', minor)],
  };
}
