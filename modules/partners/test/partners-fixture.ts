import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { createTestHttpApp } from '@nexus/http/testing';
import { type FixedClock, fixedClock, newId, type PersonActor } from '@nexus/kernel';
import { createPartnersModule, type PartnersModule, partnersConflicts, partnersMigrations } from '@nexus/partners';
import {
  actingPerson,
  actingStub,
  createTestDatabase,
  ensureContentFreeEntry,
  networkOrganisation,
  type TestDatabase,
} from '@nexus/testing';
import { sql } from 'kysely';
import type { SalesFact } from '../src/partners.ports.ts';

export type PartnersFixture = {
  db: TestDatabase;
  module: PartnersModule;
  app: HttpApp;
  clock: FixedClock;
  audit: { action: string; objects: readonly { kind: string; id: string }[] }[];
  sales: SalesFact[];
  manager: PersonActor;
  finance: PersonActor;
  stranger: PersonActor;
  /** An active partner with one person who runs it. */
  partner(
    more?: Partial<{ kind: string; name: string; taxId: string; domain: string }>,
  ): Promise<{ id: string; admin: PersonActor }>;
  /** A request as somebody; null is nobody. */
  ask(
    actor: PersonActor | null,
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never }>;
  close(): Promise<void>;
};

export async function startPartners(): Promise<PartnersFixture> {
  const db = await createTestDatabase({ modules: [actingStub, partnersMigrations], conflicts: partnersConflicts });
  const key = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey: key, keyId: keyIdOf(key) });
  const clock = fixedClock(new Date());
  const audit: PartnersFixture['audit'] = [];
  const sales: SalesFact[] = [];
  const module = createPartnersModule({
    database: db.database,
    keyring: { system: () => sealer },
    organisations: {
      rolesOf: async (tx, personId) => await rolesOf(tx, db, personId),
      openPartner: async () => {},
      inviteAdmin: async () => ({ token: 'token', expiresAt: clock.now() }),
    },
    people: { namesOf: async () => new Map() },
    sales: { byPartnerAndCustomer: async () => sales },
    audit: {
      record: async (_tx, { action, objects = [], ...rest }) => {
        ensureContentFreeEntry(rest);
        audit.push({ action, objects });
      },
    },
    clock,
  });
  const manager = await actingPerson(db, networkOrganisation, 'channel_manager');
  const finance = await actingPerson(db, networkOrganisation, 'finance');
  const stranger = await actingPerson(db, { id: newId(), kind: 'partner' }, 'partner_admin');
  const people: Record<string, { personId: string; sessionId: string }> = {};
  const app = await createTestHttpApp(people, {
    sessions: {
      authenticate: async (token) => {
        const [personId, sessionId] = token.split('.') as [string, string];
        return { actor: { kind: 'person', personId, sessionId }, roles: [], kind: 'session' };
      },
    },
    rateLimit: { max: 100_000, windowMs: 60_000 } as never,
  });
  module.routes(app);
  await app.ready();

  let made = 0;
  return {
    db,
    module,
    app,
    clock,
    audit,
    sales,
    manager,
    finance,
    stranger,
    async partner({ kind = 'affiliate', name, taxId, domain } = {}) {
      made += 1;
      const id = newId();
      const sealed = taxId === undefined ? null : sealer.sealText({ kind: 'partners.tax_id', objectId: id }, taxId);
      const fingerprint = taxId === undefined ? null : module.facts.taxIdFingerprint('ve', taxId);
      await db.asOwner(
        `insert into partners (id, kind, status, name, country, company_domain, referral_code, tax_id, tax_id_fingerprint, created_at)
         values ($1, $2, 'active', $3, 've', $4, $5, $6, $7, $8)`,
        [id, kind, name ?? `Socio ${made}`, domain ?? null, `CODE${made}`, sealed, fingerprint, clock.now()],
      );
      await db.asOwner('insert into partner_status_changes (id, partner_id, status, since) values ($1, $2, $3, $4)', [
        newId(),
        id,
        'active',
        clock.now(),
      ]);
      return { id, admin: await actingPerson(db, { id, kind: 'partner' }, 'partner_admin') };
    },
    async ask(actor, method, url, body, headers = {}) {
      const response = await app.inject({
        method,
        url: `/api/v1${url}`,
        headers: {
          ...(actor === null ? {} : { authorization: `Bearer ${actor.personId}.${actor.sessionId}` }),
          ...(method === 'GET' ? {} : { 'idempotency-key': newId() }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: response.statusCode, body: (response.body === '' ? null : response.json()) as never };
    },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

async function rolesOf(tx: Tx, db: TestDatabase, personId: string) {
  // Through the transaction's own connection would need a grant on the stub's table.
  await sql`select 1`.execute(tx);
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; roles: string[] }>(
    'select organisation_id, kind, array_agg(role) as roles from acting_stub_members where person_id = $1 group by 1, 2',
    [personId],
  );
  return rows.map(({ organisation_id, kind, roles }) => ({ organisationId: organisation_id, kind, roles }));
}
