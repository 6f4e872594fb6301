import { createTestHttpApp } from '@nexus/http/testing';
import { businessCalendar, ConflictError, fixedClock, newId } from '@nexus/kernel';
import {
  type CreditPosting,
  createKnowledgeModule,
  type GoalMetric,
  knowledgeConflicts,
  knowledgeMigrations,
  type LedgerPort,
  type Membership,
} from '@nexus/knowledge';
import { actingPerson, actingStub, createTestDatabase, networkOrganisation, type TestDatabase } from '@nexus/testing';

/** Accounts in memory, with what the ledger promises: a key once, sums of zero, no credit below zero. */
function memoryLedger() {
  const posted = new Map<string, CreditPosting>();
  const balances = new Map<string, bigint>();
  const nameOf = (account: CreditPosting['entries'][number]['account']) =>
    `${account.ownerId ?? ''} ${account.purpose} ${account.currency}`;
  const ledger: LedgerPort = {
    async post(_, postings) {
      for (const posting of postings) {
        if (posted.has(posting.key)) continue;
        if (posting.entries.reduce((sum, { minor }) => sum + minor, 0n) !== 0n) throw new Error('not balanced');
        for (const { account, minor } of posting.entries) {
          const balance = (balances.get(nameOf(account)) ?? 0n) + minor;
          if (account.ownerId !== null && balance < 0n) throw new ConflictError('The account would fall below zero.');
          balances.set(nameOf(account), balance);
        }
        posted.set(posting.key, posting);
      }
    },
    balancesOf: async (_, accounts) => accounts.map((account) => balances.get(nameOf(account)) ?? 0n),
  };
  return { ledger, posted };
}

export async function startKnowledge() {
  const db = await createTestDatabase({ modules: [actingStub, knowledgeMigrations], conflicts: knowledgeConflicts });
  const clock = fixedClock(new Date('2026-12-01T15:00:00Z'));
  const { ledger, posted } = memoryLedger();
  const reached = new Map<string, { organisationId: string; value: bigint }[]>();
  const module = createKnowledgeModule({
    database: db.database,
    organisations: {
      rolesOf: (_, personId) => membershipsOf(db, personId),
      namesOf: async (_, ids) => new Map(ids.map((id) => [id, `Organisation ${id.slice(-4)}`])),
    },
    ledger,
    facts: {
      reachedIn: async (_, { metric, month }: { metric: GoalMetric; month: string }) =>
        reached.get(`${metric} ${month}`) ?? [],
    },
    audit: { record: async () => {} },
    clock,
    calendar: businessCalendar('America/Caracas'),
  });
  const partner = { id: newId(), kind: 'partner' as const };
  const founder = { id: newId(), kind: 'partner' as const };
  const people = {
    owner: await actingPerson(db, networkOrganisation, 'owner'),
    support: await actingPerson(db, networkOrganisation, 'support'),
    finance: await actingPerson(db, networkOrganisation, 'finance'),
    technician: await actingPerson(db, partner, 'technician'),
    colleague: await actingPerson(db, partner, 'partner_admin'),
    founder: await actingPerson(db, founder, 'partner_admin'),
    stranger: await actingPerson(db, { id: newId(), kind: 'partner' }, 'partner_admin'),
  };
  const sessions = Object.entries(people).map(([name, { personId, sessionId }]) => [name, { personId, sessionId }]);
  const app = await createTestHttpApp(Object.fromEntries(sessions));
  module.routes(app);
  await app.ready();

  async function call(who: keyof typeof people | null, method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown) {
    const headers: Record<string, string> = who === null ? {} : { authorization: `Bearer ${who}` };
    const payload = body === undefined ? {} : { payload: body as object };
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...payload });
    return { status: answer.statusCode, body: answer.json() };
  }

  return {
    ...{ db, clock, module, partner, founder, people, posted, reached, call },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

export type Setting = Awaited<ReturnType<typeof startKnowledge>>;

async function membershipsOf(db: TestDatabase, personId: string): Promise<Membership[]> {
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; role: string }>(
    'select organisation_id, kind, role from acting_stub_members where person_id = $1',
    [personId],
  );
  return rows.map(({ organisation_id, kind, role }) => ({ organisationId: organisation_id, kind, roles: [role] }));
}
