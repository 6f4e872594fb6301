import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { type CrmModule, createCrmModule, crmConflicts, crmMigrations } from '@nexus/crm';
import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import type { HttpApp } from '@nexus/http';
import { createTestHttpApp } from '@nexus/http/testing';
import { type FixedClock, fixedClock, newId, type PersonActor, silentLogger } from '@nexus/kernel';
import {
  actingPerson,
  actingStub,
  createTestDatabase,
  ensureContentFreeEntry,
  networkOrganisation,
  type TestDatabase,
} from '@nexus/testing';

export type CrmFixture = {
  db: TestDatabase;
  module: CrmModule;
  app: HttpApp;
  clock: FixedClock;
  audit: { action: string; outcome: string }[];
  /** Places where somebody else alone may sell: "country segment line" to that partner. */
  exclusive: Map<string, string>;
  /** What partners are known by. */
  identities: Map<string, { taxIdFingerprint: Buffer | null; companyDomain: string | null }>;
  manager: PersonActor;
  owner: PersonActor;
  finance: PersonActor;
  partner(identity?: { taxId?: string; domain?: string }): Promise<{ id: string; seller: PersonActor }>;
  ask(
    actor: PersonActor | null,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never; text: string }>;
  /** A multipart form with fields and one file. */
  send(
    actor: PersonActor,
    url: string,
    fields: Record<string, string>,
    file: { name: string; content: Buffer },
  ): Promise<{ status: number; body: never }>;
  close(): Promise<void>;
};

export const pipelines = {
  leads: '00000000-0000-7000-8000-00000000c001',
  opportunities: '00000000-0000-7000-8000-00000000c002',
  deals: '00000000-0000-7000-8000-00000000c003',
};

export async function startCrm(): Promise<CrmFixture> {
  const db = await createTestDatabase({ modules: [actingStub, crmMigrations], conflicts: crmConflicts });
  const folder = await mkdtemp(join(tmpdir(), 'nexus-crm-'));
  const key = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey: key, keyId: keyIdOf(key) });
  const clock = fixedClock(new Date());
  const audit: CrmFixture['audit'] = [];
  const exclusive: CrmFixture['exclusive'] = new Map();
  const identities: CrmFixture['identities'] = new Map();
  const taxIdFingerprint = (country: string, taxId: string) =>
    sealer.fingerprint('tax_id', `${country} ${taxId.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);
  const module: CrmModule = createCrmModule({
    database: db.database,
    keyring: { system: () => sealer },
    organisations: { rolesOf: async (_tx, personId) => await rolesOf(db, personId) },
    people: { namesOf: async (_actor, ids) => new Map(ids.map((id) => [id, `Persona ${id.slice(-4)}`])) },
    partners: {
      namesOf: async (_tx, ids) => new Map(ids.map((id) => [id, `Socio ${id.slice(-4)}`])),
      checkTerritory: async (_tx, partnerId, { country, segment, productLine }) => {
        const holder = exclusive.get(`${country} ${segment ?? ''} ${productLine}`);
        return holder === undefined || holder === partnerId
          ? { isFree: true }
          : { isFree: false, reason: 'exclusive_elsewhere' };
      },
      identityOf: async (_tx, partnerId) => identities.get(partnerId) ?? null,
      taxIdFingerprint,
    },
    blobs: await createFolderBlobStore(folder),
    work: { later: async (queue, id) => (queue === 'crm.import' ? await module.jobs.runImport(id) : undefined) },
    audit: {
      record: async (_tx, { action, outcome, ...rest }) => {
        ensureContentFreeEntry(rest);
        audit.push({ action, outcome });
      },
    },
    clock,
    logger: silentLogger,
  });
  const app = await createTestHttpApp(
    {},
    {
      sessions: {
        authenticate: async (token) => {
          const [personId, sessionId] = token.split('.') as [string, string];
          return { actor: { kind: 'person', personId, sessionId }, roles: [], kind: 'session' };
        },
      },
      rateLimit: { max: 100_000, windowMs: 60_000 },
    },
  );
  module.routes(app);
  await app.ready();
  const identity = (actor: PersonActor | null): Record<string, string> =>
    actor === null ? {} : { authorization: `Bearer ${actor.personId}.${actor.sessionId}` };

  return {
    db,
    module,
    app,
    clock,
    audit,
    exclusive,
    identities,
    manager: await actingPerson(db, networkOrganisation, 'channel_manager'),
    owner: await actingPerson(db, networkOrganisation, 'owner'),
    finance: await actingPerson(db, networkOrganisation, 'finance'),
    async partner({ taxId, domain } = {}) {
      const id = newId();
      identities.set(id, {
        taxIdFingerprint: taxId === undefined ? null : taxIdFingerprint('ve', taxId),
        companyDomain: domain ?? null,
      });
      return { id, seller: await actingPerson(db, { id, kind: 'partner' }, 'partner_seller') };
    },
    async ask(actor, method, url, body, headers = {}) {
      const response = await app.inject({
        method,
        url: `/api/v1${url}`,
        headers: { ...identity(actor), ...(method === 'POST' ? { 'idempotency-key': newId() } : {}), ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const isJson = response.headers['content-type']?.toString().includes('json') ?? false;
      return { status: response.statusCode, body: (isJson ? response.json() : null) as never, text: response.body };
    },
    async send(actor, url, fields, file) {
      const boundary = 'b0undary';
      const parts = Object.entries(fields).map(
        ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n`;
      const payload = Buffer.concat([
        Buffer.from(parts.join('') + head),
        file.content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      const response = await app.inject({
        method: 'POST',
        url: `/api/v1${url}`,
        headers: {
          ...identity(actor),
          'idempotency-key': newId(),
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        payload,
      });
      return { status: response.statusCode, body: response.json() as never };
    },
    async close() {
      await app.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function rolesOf(db: TestDatabase, personId: string) {
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; roles: string[] }>(
    'select organisation_id, kind, array_agg(role) as roles from acting_stub_members where person_id = $1 group by 1, 2',
    [personId],
  );
  return rows.map(({ organisation_id, kind, roles }) => ({ organisationId: organisation_id, kind, roles }));
}
