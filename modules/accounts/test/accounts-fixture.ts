import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import { createHttpApp, createPostgresIdempotencyStore, type HttpApp, httpMigrations } from '@nexus/http';
import { type FixedClock, fixedClock, silentLogger } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import {
  type AccountsModule,
  type AccountsParts,
  accountsConflicts,
  accountsMigrations,
  createAccountsModule,
  type InstallationMode,
} from '../src/index.ts';
import { recordingAudit, testPasswordCost } from '../src/testing.ts';

export type Fixture = {
  db: TestDatabase;
  clock: FixedClock;
  audit: ReturnType<typeof recordingAudit>;
  accounts: AccountsModule;
  app: HttpApp;
  close(): Promise<void>;
};

/** The module behind the real HTTP edge on a database of its own. */
export async function startAccounts(
  mode: InstallationMode,
  options: Pick<AccountsParts, 'passwordCost' | 'onSetUp'> = {},
): Promise<Fixture> {
  const db = await createTestDatabase({
    modules: [
      { name: 'http', directory: httpMigrations },
      { name: 'accounts', directory: accountsMigrations },
    ],
    conflicts: accountsConflicts,
  });
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
  const clock = fixedClock(new Date('2026-03-02T09:00:00Z'));
  const audit = recordingAudit();
  const { database } = db;
  const logger = silentLogger;
  const accounts = createAccountsModule({
    database,
    sealer,
    audit,
    clock,
    logger,
    mode,
    passwordCost: testPasswordCost,
    ...options,
  });
  const app = await createHttpApp({
    api: { title: 'Accounts', version: '0.0.0' },
    logger,
    sessions: accounts.sessionPort,
    denials: accounts.denialPort,
    idempotency: createPostgresIdempotencyStore({ database, sealer, clock }),
    rateLimit: { max: 100_000, windowMs: 60_000 },
  });
  accounts.routes(app);
  await app.ready();
  const close = async () => {
    await app.close();
    await db.close();
  };
  return { db, clock, audit, accounts, app, close };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
