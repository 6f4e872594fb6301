import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import { createTestHttpApp } from '@nexus/http/testing';
import { createInvoicesModule, invoicesConflicts, invoicesMigrations, type Membership } from '@nexus/invoices';
import { businessCalendar, fixedClock, newId } from '@nexus/kernel';
import { actingPerson, actingStub, createTestDatabase, networkOrganisation, type TestDatabase } from '@nexus/testing';

/** The module on a real database, with one person of each role that matters. */
export async function startInvoices() {
  const db = await createTestDatabase({ modules: [actingStub, invoicesMigrations], conflicts: invoicesConflicts });
  const clock = fixedClock(new Date('2026-12-01T15:00:00Z'));
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
  const module = createInvoicesModule({
    database: db.database,
    organisations: {
      rolesOf: (_, personId) => membershipsOf(db, personId),
      namesOf: async (_, ids) => new Map(ids.map((id) => [id, `Organisation ${id.slice(-4)}`])),
    },
    keyring: { system: () => sealer },
    audit: { record: async () => {} },
    clock,
    calendar: businessCalendar('America/Caracas'),
    issuer: { name: 'Nexus Empresarial, C.A.', taxId: 'J-00000000-0', address: 'Caracas' },
  });
  const partner = { id: newId(), kind: 'partner' as const };
  const people = {
    owner: await actingPerson(db, networkOrganisation, 'owner'),
    finance: await actingPerson(db, networkOrganisation, 'finance'),
    channelManager: await actingPerson(db, networkOrganisation, 'channel_manager'),
    partnerAdmin: await actingPerson(db, partner, 'partner_admin'),
    stranger: await actingPerson(db, { id: newId(), kind: 'partner' }, 'partner_admin'),
  };
  const sessions = Object.entries(people).map(([name, { personId, sessionId }]) => [name, { personId, sessionId }]);
  const app = await createTestHttpApp(Object.fromEntries(sessions));
  module.routes(app);
  await app.ready();

  async function call(who: keyof typeof people | null, method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) {
    const headers: Record<string, string> = who === null ? {} : { authorization: `Bearer ${who}` };
    const payload = body === undefined ? {} : { payload: body as object };
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...payload });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return { status: answer.statusCode, body: isJson ? answer.json() : null, raw: answer.rawPayload };
  }

  return {
    ...{ db, clock, module, partner, people, call },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

export type Setting = Awaited<ReturnType<typeof startInvoices>>;

async function membershipsOf(db: TestDatabase, personId: string): Promise<Membership[]> {
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; role: string }>(
    'select organisation_id, kind, role from acting_stub_members where person_id = $1',
    [personId],
  );
  return rows.map(({ organisation_id, kind, role }) => ({ organisationId: organisation_id, kind, roles: [role] }));
}

export const eur = (minor: string) => ({ minor, currency: 'EUR' });

/** EUR 1,000.00 and 333.33 before 16 % tax. */
export function invoiceBody(change: Record<string, unknown> = {}) {
  return {
    customer: { name: 'Hospital Central', country: 'VE', taxId: 'J-12345678-9' },
    currency: 'EUR',
    lines: [
      { description: 'Licencia', net: eur('100000'), taxName: 'IVA', taxPpm: 160_000 },
      { description: 'Capacitación', net: eur('33333'), taxName: 'IVA', taxPpm: 160_000 },
    ],
    ...change,
  };
}

export async function issued({ call }: Pick<Setting, 'call'>, change: Record<string, unknown> = {}) {
  const draft = await call('finance', 'POST', '/invoices', invoiceBody(change));
  if (draft.status !== 201) throw new Error(JSON.stringify(draft.body));
  return (await call('finance', 'POST', `/invoices/${draft.body.id}/issue`)).body;
}

export const payment = (minor: string, change: Record<string, unknown> = {}) => ({
  externalId: newId(),
  amount: eur(minor),
  paidAt: '2026-12-01T14:00:00Z',
  ...change,
});
