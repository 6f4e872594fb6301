import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BankAccount,
  type CommissionsDependencies,
  commissionsConflicts,
  commissionsMigrations,
  createCommissionsModule,
  type PayoutBankDetails,
  type RefundEvent,
  type SaleEvent,
} from '@nexus/commissions';
import { businessCalendar, fixedClock, newId, type PersonActor, silentLogger } from '@nexus/kernel';
import { createLedgerModule, ledgerConflicts, ledgerMigrations } from '@nexus/ledger';
import { actingPerson, actingStub, createTestDatabase, networkOrganisation } from '@nexus/testing';

export type WorldPartner = {
  kind: string;
  certification: string | null;
  /** Nearest first, whoever they sponsor at the moment of asking. */
  sponsors: string[];
  isActive: boolean;
  contractPlanVersionId: string | null;
  /** What holds for sales from a moment on. */
  later?: { from: Date; certification?: string | null; sponsors?: string[]; kind?: string };
};

export const purposes = ['accrued', 'payable', 'in_payout', 'clawback_receivable'] as const;

/** Ledger and commissions on a real database, with the facts of other modules held in memory. */
export async function openMoneyWorld(start = new Date('2026-11-20T12:00:00Z')) {
  const db = await createTestDatabase({
    modules: [actingStub, ledgerMigrations, commissionsMigrations],
    conflicts: { ...ledgerConflicts, ...commissionsConflicts },
  });
  const clock = fixedClock(start);
  const calendar = businessCalendar('America/Caracas');
  const partners = new Map<string, WorldPartner>();
  const insiders = new Set<string>();
  const royalties = new Map<string, { assetId: string; holders: { partnerId: string; sharePpm: number }[] }>();
  const bank = new Map<string, PayoutBankDetails>();
  const names = new Map<string, string>();
  const recorded: string[] = [];
  const organisations = {
    rolesOf: async (_: unknown, personId: string) => {
      const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; role: string }>(
        'select organisation_id, kind, role from acting_stub_members where person_id = $1',
        [personId],
      );
      return rows.map(({ organisation_id, kind, role }) => ({ organisationId: organisation_id, kind, roles: [role] }));
    },
    namesOf: async () => names,
  };
  const audit = {
    record: async (_: unknown, { action }: { action: string }) => {
      recorded.push(action);
    },
  };
  const ledger = createLedgerModule({ database: db.database, organisations, calendar, audit, logger: silentLogger });
  const dependencies: CommissionsDependencies = {
    database: db.database,
    ledger: ledger.service,
    organisations,
    audit,
    calendar,
    clock,
    logger: silentLogger,
    payer: { name: 'Red Nexus, C.A.', iban: 'ES9121000418450200051332', bic: 'CAIXESBBXXX' },
    attribution: {
      attributionsOf: async (_, requests) =>
        requests.map(({ partnerId, customerId, at }) => {
          const facts = partners.get(partnerId)!;
          const isLater = facts.later !== undefined && at >= facts.later.from;
          const { kind, certification, sponsors, contractPlanVersionId } = {
            ...facts,
            ...(isLater ? facts.later : {}),
          };
          return {
            kind,
            certification,
            sponsors: sponsors.map((id) => ({ partnerId: id, isActive: partners.get(id)?.isActive ?? true })),
            contractPlanVersionId,
            isOutsideCustomer: !insiders.has(customerId),
          };
        }),
    },
    royalties: {
      royaltiesOf: async (_, requests) => requests.map(({ productRef }) => royalties.get(productRef) ?? null),
    },
    bank: { bankDetailsForPayout: async (_, partnerId) => bank.get(partnerId) ?? { state: 'none' } },
  };
  const commissions = createCommissionsModule(dependencies);
  const { service } = commissions;
  await service.plans.ensureShippedPlan(new Date('2020-01-01T00:00:00Z'));
  const finance = await actingPerson(db, networkOrganisation, 'finance');
  const owner = await actingPerson(db, networkOrganisation, 'owner');

  function addPartner(name: string, facts: Partial<WorldPartner> = {}): string {
    const id = newId();
    names.set(id, name);
    partners.set(id, {
      kind: 'affiliate',
      certification: null,
      sponsors: [],
      isActive: true,
      contractPlanVersionId: null,
      ...facts,
    });
    bank.set(id, usable(iban(names.size)));
    return id;
  }

  const work = <R>(run: Parameters<typeof db.database.withWorker<unknown, R>>[1]) =>
    db.database.withWorker<unknown, R>('test.world', run);

  return {
    db,
    clock,
    calendar,
    partners,
    insiders,
    royalties,
    bank,
    names,
    recorded,
    ledger,
    service,
    finance,
    owner,
    addPartner,
    record: (...sales: SaleEvent[]) => work((tx) => service.recordSales(tx, sales, null)),
    refund: (refund: RefundEvent) => work((tx) => service.recordRefund(tx, refund, null)),
    async close(month: string) {
      await work((tx) => service.beginClosing(tx, month, { kind: 'system', job: 'test.world' }));
      return await service.finishClosing(month, null);
    },
    prepare: (actor: PersonActor, currency = 'EUR') =>
      service.asOffice(actor, (tx) => service.payouts.prepare(tx, actor, currency)),
    approve: (actor: PersonActor, batchId: string) =>
      service.asOffice(actor, (tx) => service.payouts.approve(tx, actor, batchId)),
    pay: (actor: PersonActor, payoutId: string, reference: string | null = null, proofSha256: Buffer | null = null) =>
      service.asOffice(actor, (tx) => service.payouts.markPaid(tx, actor, payoutId, { reference, proofSha256 })),
    fail: (actor: PersonActor, payoutId: string) =>
      service.asOffice(actor, (tx) => service.payouts.markFailed(tx, actor, payoutId, 'account closed')),
    /** What each account of a partner holds. */
    async balances(partnerId: string, currency = 'EUR'): Promise<Record<(typeof purposes)[number], bigint>> {
      const refs = purposes.map((purpose) => ({ ownerId: partnerId, purpose, currency }));
      const found = await work((tx) => ledger.service.balancesOf(tx, refs));
      return Object.fromEntries(purposes.map((purpose, index) => [purpose, found[index]!])) as never;
    },
    async sealAll(): Promise<void> {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        await ledger.seal();
        const [left] = await db.asOwner<{ count: string }>(
          'select count(*) from ledger_txs where id > (select coalesce(max(last_tx), 0) from ledger_blocks)',
        );
        if (left!.count === '0') return;
        await sleep(50);
      }
    },
  };
}

export type MoneyWorld = Awaited<ReturnType<typeof openMoneyWorld>>;

/** An IBAN of a German bank that does not exist, with its check digits. */
export function iban(number: number): string {
  const account = `37040044${String(number).padStart(10, '0')}`;
  const rest = BigInt(`${account}131400`) % 97n;
  return `DE${String(98n - rest).padStart(2, '0')}${account}`;
}

export function usable(number: string, currency = 'EUR'): PayoutBankDetails {
  const account: BankAccount = { method: 'iban', holder: 'José Peña', iban: number, bic: null };
  return { state: 'usable', currency, account };
}

export function saleOf(partnerId: string, netMinor: bigint, change: Partial<SaleEvent> = {}): SaleEvent {
  const id = newId();
  return {
    externalId: `PAY-${id}`,
    partnerId,
    customerId: newId(),
    orderRef: `ORD-${id}`,
    invoiceRef: `INV-${id.slice(-6)}`,
    paidAt: new Date('2026-11-10T15:00:00Z'),
    currency: 'EUR',
    lines: [{ productRef: 'vault', description: 'Licence', netMinor, taxMinor: 0n }],
    ...change,
  };
}

export function refundAll(saleExternalId: string, occurredAt: Date): RefundEvent {
  return { externalId: `REF-${newId()}`, saleExternalId, occurredAt, lines: 'all' };
}
