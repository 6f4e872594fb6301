import { accountsConflicts, accountsMigrations, createAccountsModule } from '@nexus/accounts';
import {
  joinPerson,
  recordingAudit,
  type SignedIn,
  setUpAdministrator,
  testPasswordCost,
} from '@nexus/accounts/testing';
import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import {
  createHttpApp,
  createPostgresIdempotencyStore,
  type HttpApp,
  type HttpAppOptions,
  httpMigrations,
} from '@nexus/http';
import { createIdentityModule, type IdentityModule, identityConflicts, identityMigrations } from '@nexus/identity';
import { silentLogger, systemClock } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';

export type Fixture = {
  db: TestDatabase;
  app: HttpApp;
  identity: IdentityModule;
  accounts: ReturnType<typeof createAccountsModule>;
  audit: { action: string; outcome: string; reason?: string; details?: Record<string, unknown> }[];
  admin: SignedIn;
  /** Addresses that the server may connect to now. */
  open(): string[];
  invite(email: string): Promise<SignedIn>;
  addSource(source: object, isOn?: boolean): Promise<string>;
  close(): Promise<void>;
};

/** Accounts and identity behind the real HTTP edge on a database of their own, at the real time: certificates and tokens have dates. */
export async function startIdentity(options: Partial<HttpAppOptions> = {}): Promise<Fixture> {
  const db = await createTestDatabase({
    modules: [
      { name: 'http', directory: httpMigrations },
      { name: 'accounts', directory: accountsMigrations },
      identityMigrations,
    ],
    conflicts: { ...accountsConflicts, ...identityConflicts },
  });
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
  const recording = recordingAudit();
  const { database } = db;
  const shared = { database, sealer, clock: systemClock, logger: silentLogger };
  const accounts = createAccountsModule({
    ...shared,
    audit: recording,
    mode: 'evaluation',
    passwordCost: testPasswordCost,
    cards: { check: (personId, source) => identity.cards.check(personId, source) },
  });
  const open = new Set<{ address: string }>();
  const identity = createIdentityModule({
    ...shared,
    people: { ...accounts.service, handOver: accounts.handOver },
    audit: recording as never,
    destinations: {
      allow(_, address) {
        const entry = { address };
        open.add(entry);
        return () => void open.delete(entry);
      },
    },
    clientCertificates: () => options.tls?.state().clients ?? 'none',
  });
  const app = await createHttpApp({
    api: { title: 'Identity', version: '0.0.0' },
    logger: silentLogger,
    sessions: accounts.sessionPort,
    denials: accounts.denialPort,
    idempotency: createPostgresIdempotencyStore({ database, sealer, clock: systemClock }),
    rateLimit: { max: 100_000, windowMs: 60_000 },
    ...options,
  });
  accounts.routes(app);
  identity.routes(app);
  await app.ready();
  const admin = await setUpAdministrator(accounts);
  async function addSource(source: object, isOn = true): Promise<string> {
    const { id } = await identity.service.sources.create(admin.actor, {
      ...(source as { kind: 'cards' }),
      isOn,
    } as never);
    return id;
  }
  return {
    db,
    app,
    identity,
    accounts,
    audit: recording.entries as never,
    admin,
    open: () => [...open].map(({ address }) => address),
    invite: (email) => joinPerson(accounts, admin.actor, { email }),
    addSource,
    async close() {
      await app.close();
      await db.close();
    },
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
