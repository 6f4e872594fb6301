import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commissionsConflicts, commissionsMigrations, createCommissionsModule } from '@nexus/commissions';
import { migrate, openDatabase, startEmbeddedPostgres } from '@nexus/db';
import { businessCalendar, fixedClock, newId, type PersonActor, silentLogger } from '@nexus/kernel';
import { createLedgerModule, ledgerConflicts, ledgerMigrations } from '@nexus/ledger';
import { actingStub } from '@nexus/testing';
import pg from 'pg';
import type { SellingPartner } from './sales-network.ts';

/** Ledger and commissions on an embedded server of their own, with the settings that every installation has: every commit is on the disk. */
export async function startMoneyServer(partners: readonly SellingPartner[], founder: string, now: Date) {
  const dataDir = mkdtempSync(join(tmpdir(), 'nexus-money-'));
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
  const { credentials } = server;
  await migrate({ credentials, modules: [actingStub, ledgerMigrations, commissionsMigrations], logger: silentLogger });
  const database = openDatabase(credentials, {
    logger: silentLogger,
    conflicts: { ...ledgerConflicts, ...commissionsConflicts },
  });
  const network = newId();
  const finance: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
  await asOwner("insert into acting_stub_members values ($1, $2, 'network', 'finance')", [finance.personId, network]);

  async function asOwner<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(credentials.owner);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  const clock = fixedClock(now);
  const calendar = businessCalendar('America/Caracas');
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const organisations = {
    rolesOf: async (_: unknown, personId: string) =>
      personId === finance.personId
        ? [{ organisationId: network, kind: 'network' as const, roles: ['finance'] }]
        : [{ organisationId: personId, kind: 'partner' as const, roles: ['partner_admin'] }],
    namesOf: async () => new Map<string, string>(),
  };
  const audit = { record: async () => {} };
  const ledger = createLedgerModule({ database, organisations, calendar, audit, logger: silentLogger });
  const royalty = { assetId: 'method', holders: [{ partnerId: founder, sharePpm: 1_000_000 }] };
  const commissions = createCommissionsModule({
    database,
    ledger: ledger.service,
    organisations,
    audit,
    calendar,
    clock,
    logger: silentLogger,
    payer: null,
    attribution: {
      attributionsOf: async (_, requests) =>
        requests.map(({ partnerId }) => {
          const { kind, certification, sponsors } = byId.get(partnerId)!;
          return {
            kind,
            certification,
            sponsors: sponsors.map((id) => ({ partnerId: id, isActive: true })),
            contractPlanVersionId: null,
            isOutsideCustomer: true,
          };
        }),
    },
    royalties: {
      royaltiesOf: async (_, requests) => requests.map(({ productRef }) => (productRef === 'course' ? royalty : null)),
    },
    bank: { bankDetailsForPayout: async () => ({ state: 'none' }) },
  });
  await commissions.service.plans.ensureShippedPlan(new Date('2020-01-01T00:00:00Z'));

  return {
    superuser: { ...server.superuser, database: credentials.owner.database },
    ledger,
    service: commissions.service,
    finance,
    clock,
    asOwner,
    work: <R>(run: Parameters<typeof database.withWorker<unknown, R>>[1]) =>
      database.withWorker<unknown, R>('bench.money', run),
    /** Seals until nothing is left: the last transactions may still be ending. */
    async sealAll(): Promise<number> {
      let total = 0;
      for (let sealed = -1; sealed !== 0; total += sealed) sealed = await ledger.seal();
      return total;
    },
    async stop(): Promise<void> {
      await database.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
