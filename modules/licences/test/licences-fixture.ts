import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { createTestHttpApp } from '@nexus/http/testing';
import { type FixedClock, fixedClock, newId, type PersonActor, systemActor } from '@nexus/kernel';
import {
  armour,
  type Counters,
  fingerprintOf,
  type LicenceDocument,
  newSigningKey,
  openByDevice,
  openIssued,
  publicPemOf,
  type SigningKey,
  signByDevice,
  type Trust,
  type Unsigned,
} from '@nexus/licence-file';
import { makeIssuer } from '@nexus/licence-file/testing';
import {
  type AcceptedUsage,
  createLicencesModule,
  type IssueInput,
  type LicencesModule,
  licencesConflicts,
  licencesMigrations,
} from '@nexus/licences';
import { actingPerson, actingStub, createTestDatabase, networkOrganisation, type TestDatabase } from '@nexus/testing';

export const product = 'nexus-vault';

export type LicencesFixture = {
  db: TestDatabase;
  module: LicencesModule;
  app: HttpApp;
  clock: FixedClock;
  trust: Trust;
  audit: string[];
  used: AcceptedUsage[];
  partnerId: string;
  people: Record<'owner' | 'finance' | 'support' | 'technician' | 'seller' | 'stranger', PersonActor>;
  input(change?: Partial<IssueInput>): IssueInput;
  issue(change?: Partial<IssueInput>): Promise<{ licenceId: string; content: LicenceDocument; text: string }>;
  machine(content: LicenceDocument, marks?: string): Machine;
  ask(actor: PersonActor | null, method: string, url: string, body?: object): Promise<{ status: number; body: never }>;
  close(): Promise<void>;
};

/** A vault as the hub sees it: the files that it writes. */
export type Machine = {
  key: SigningKey;
  request: string;
  /** A report of its epoch, after those before it. */
  report(activationId: string, counters: Counters, change?: Partial<Unsigned<'usage-report'>>): string;
  receipt(activationId: string, counters: Counters): string;
  /** Begins another epoch, as a restored machine does. */
  restore(): void;
};

export async function startLicences(): Promise<LicencesFixture> {
  const db = await createTestDatabase({ modules: [actingStub, licencesMigrations], conflicts: licencesConflicts });
  const key = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey: key, keyId: keyIdOf(key) });
  const clock = fixedClock(new Date('2026-11-10T12:00:00Z'));
  const audit: string[] = [];
  const used: AcceptedUsage[] = [];
  const module = createLicencesModule({
    database: db.database,
    sealer,
    organisations: { rolesOf: async (_tx, personId) => await rolesOf(db, personId) },
    audit: {
      record: async (_tx, { action }) => {
        audit.push(action);
      },
    },
    usage: {
      onUsage: async (_tx, _actor, usage) => {
        used.push(usage);
      },
    },
    clock,
  });
  const partnerId = newId();
  const partner = { id: partnerId, kind: 'partner' as const };
  const people = {
    owner: await actingPerson(db, networkOrganisation, 'owner'),
    finance: await actingPerson(db, networkOrganisation, 'finance'),
    support: await actingPerson(db, networkOrganisation, 'support'),
    technician: await actingPerson(db, partner, 'technician'),
    seller: await actingPerson(db, partner, 'partner_seller'),
    stranger: await actingPerson(db, { id: newId(), kind: 'partner' }, 'partner_admin'),
  };
  const issuer = makeIssuer();
  await db.database.withWorker('setup', (tx) =>
    module.flow.adoptIssuer(tx as Tx, systemActor('setup'), {
      rootPem: publicPemOf(issuer.root),
      key: issuer.key,
      chain: issuer.chain,
      products: [product],
    }),
  );
  const app = await createTestHttpApp(
    {},
    {
      sessions: {
        authenticate: async (token) => {
          const [personId, sessionId] = token.split('.') as [string, string];
          return { actor: { kind: 'person', personId, sessionId }, roles: [], kind: 'session' };
        },
      },
      rateLimit: { max: 100_000, windowMs: 60_000 } as never,
    },
  );
  module.routes(app);
  await app.ready();

  function input(change: Partial<IssueInput> = {}): IssueInput {
    return {
      customerId: newId(),
      customerName: 'Hospital Central de Ejemplo',
      partnerId,
      orderId: newId(),
      sourceId: newId(),
      product,
      kind: 'consumption',
      entitlements: ['health'],
      seats: 2,
      limits: { users: 50 },
      meteredUnits: ['ai_query', 'gb'],
      notBefore: new Date('2026-11-01T00:00:00Z'),
      expires: null,
      maintenanceUntil: null,
      maxReleaseDate: null,
      ...change,
    };
  }

  async function issue(change: Partial<IssueInput> = {}) {
    const issued = await db.database.withActor(people.finance, (tx) =>
      module.flow.issue(tx as Tx, people.finance, input(change)),
    );
    const { content } = openIssued('licence', issued.file.text, issuer.trust);
    return { licenceId: issued.licenceId, content, text: issued.file.text };
  }

  let made = 0;
  function machine(content: LicenceDocument, given?: string): Machine {
    made += 1;
    const marks = given ?? `m${made}`;
    const deviceKey = newSigningKey();
    const now = () => `${clock.now().toISOString().slice(0, 19)}Z`;
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
    const values = {
      'machine-id': [marks],
      'product-uuid': [marks],
      'network-card': [marks],
      disk: [marks],
      processor: ['p'],
    };
    let epoch = { id: newId(), number: 1, reason: 'activated' as 'activated' | 'restored', seq: 0 };
    let previous: string | null = null;
    return {
      key: deviceKey,
      request: armour(
        signByDevice(
          'activation-request',
          {
            issuedAt: now(),
            licenceId: content.licenceId,
            serial: content.serial,
            product,
            publicKey: deviceKey.bytes.toString('base64'),
            nonce,
            machineName: `archivo-${marks}`,
            fingerprint: fingerprintOf(values, content.machine!.salt),
          },
          deviceKey,
        ),
      ),
      report(activationId, counters, change = {}) {
        epoch.seq += 1;
        const bytes = signByDevice(
          'usage-report',
          {
            issuedAt: now(),
            activationId,
            licenceId: content.licenceId,
            product,
            version: '0.1.0',
            period: '2026-11',
            isMonthClosed: true,
            epoch: epoch.id,
            epochNumber: epoch.number,
            epochReason: epoch.reason,
            seq: epoch.seq,
            previous,
            counters,
            clock: now(),
            highWater: now(),
            ...change,
          },
          deviceKey,
        );
        previous = openByDevice('usage-report', bytes, deviceKey).digest;
        return armour(bytes);
      },
      receipt: (activationId, counters) =>
        armour(
          signByDevice(
            'deactivation-receipt',
            {
              issuedAt: now(),
              activationId,
              licenceId: content.licenceId,
              nonce,
              epoch: epoch.id,
              reports: epoch.seq,
              counters,
            },
            deviceKey,
          ),
        ),
      restore() {
        epoch = { id: newId(), number: epoch.number + 1, reason: 'restored', seq: 0 };
      },
    };
  }

  return {
    db,
    module,
    app,
    clock,
    trust: issuer.trust,
    audit,
    used,
    partnerId,
    people,
    input,
    issue,
    machine,
    async ask(actor, method, url, body) {
      const response = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          host: 'localhost',
          ...(actor ? { authorization: `Bearer ${actor.personId}.${actor.sessionId}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
        },
        ...(body ? { payload: body } : {}),
      });
      return { status: response.statusCode, body: (response.body === '' ? null : response.json()) as never };
    },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

async function rolesOf(db: TestDatabase, personId: string) {
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; roles: string[] }>(
    'select organisation_id, kind, array_agg(role) as roles from acting_stub_members where person_id = $1 group by 1, 2',
    [personId],
  );
  return rows.map(({ organisation_id: organisationId, kind, roles }) => ({ organisationId, kind, roles }));
}
