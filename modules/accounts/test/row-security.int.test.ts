import { AppError, anonymous, newId, type PersonActor } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountsTx } from '../src/accounts.ports.ts';
import { joinPerson, type SignedIn, setUpAdministrator } from '../src/testing.ts';
import { type Fixture, startAccounts } from './accounts-fixture.ts';

/** What the database refuses when the application is wrong or taken over: no service in between. */
let fixture: Fixture;
let ada: SignedIn;
let omar: SignedIn;
let luis: SignedIn;

beforeAll(async () => {
  fixture = await startAccounts('production');
  ada = await setUpAdministrator(fixture.accounts);
  omar = await joinPerson(fixture.accounts, ada.actor, { email: 'omar@example.org', roles: ['officer'] });
  luis = await joinPerson(fixture.accounts, ada.actor, { email: 'luis@example.org' });
});

afterAll(() => fixture.close());

const as = <R>(actor: PersonActor | typeof anonymous, run: (tx: AccountsTx) => Promise<R>) =>
  fixture.db.database.withActor(actor, run);

const countAs = (
  actor: PersonActor | typeof anonymous,
  table: 'people' | 'sessions' | 'personRoles' | 'accessTokens' | 'invitations',
) => as(actor, async (tx) => (await tx.selectFrom(table).selectAll().execute()).length);

describe('reading', () => {
  test('nobody sees nothing, a person themselves, an administrator everybody', async () => {
    expect(await countAs(anonymous, 'people')).toBe(0);
    expect(await countAs(luis.actor, 'people')).toBe(1);
    expect(await countAs(omar.actor, 'people')).toBe(3);
    expect(await countAs(ada.actor, 'people')).toBe(3);
    expect(await countAs(anonymous, 'sessions')).toBe(0);
    expect(await countAs(luis.actor, 'sessions')).toBe(1);
    expect(await countAs(luis.actor, 'personRoles')).toBe(0);
    expect(await countAs(luis.actor, 'invitations')).toBe(0);
  });

  test.each(['passwordHash'] as const)('no one reads %s from its table', async (column) => {
    for (const actor of [anonymous, luis.actor, ada.actor]) {
      await expect(as(actor, (tx) => tx.selectFrom('credentials').select(column).execute())).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  test('set-up links and attempts are out of reach', async () => {
    await expect(as(ada.actor, (tx) => tx.selectFrom('setupLinks').selectAll().execute())).rejects.toThrow(
      /permission denied/,
    );
    await expect(as(ada.actor, (tx) => sql`select * from sign_in_attempts`.execute(tx))).rejects.toThrow(
      /permission denied/,
    );
  });

  test('the own hash is the own hash', async () => {
    const hashOf = (actor: PersonActor) =>
      as(
        actor,
        async (tx) =>
          (await sql<{ hash: Buffer | null }>`select own_password_hash() as hash`.execute(tx)).rows[0]!.hash,
      );
    expect(await hashOf({ ...luis.actor, personId: newId() })).toBeNull();
    expect(await hashOf(luis.actor)).not.toEqual(await hashOf(ada.actor));
  });
});

describe('has_role', () => {
  const hasRole = (actor: PersonActor | typeof anonymous, role: string) =>
    as(actor, async (tx) => (await sql<{ has: boolean }>`select has_role(${role}) as has`.execute(tx)).rows[0]!.has);

  test('answers for the acting person alone', async () => {
    expect(await hasRole(ada.actor, 'administrator')).toBe(true);
    expect(await hasRole(ada.actor, 'officer')).toBe(false);
    expect(await hasRole(omar.actor, 'officer')).toBe(true);
    expect(await hasRole(luis.actor, 'auditor')).toBe(false);
    expect(await hasRole(anonymous, 'administrator')).toBe(false);
  });
});

describe('writing', () => {
  const now = new Date('2026-03-02T10:00:00Z');
  const role = (personId: string, name: 'administrator' | 'officer' | 'auditor', grantedBy: string) => ({
    personId,
    role: name,
    grantedBy,
    grantedAt: now,
  });

  test.each([
    [
      'a reader makes himself administrator',
      () => luis,
      () => role(luis.actor.personId, 'administrator', luis.actor.personId),
    ],
    [
      'a reader in an administrator’s name',
      () => luis,
      () => role(luis.actor.personId, 'administrator', ada.actor.personId),
    ],
    [
      'an administrator appoints an auditor past the officer',
      () => ada,
      () => role(luis.actor.personId, 'auditor', ada.actor.personId),
    ],
    ['an officer appoints himself', () => omar, () => role(omar.actor.personId, 'auditor', omar.actor.personId)],
    ['a grant in somebody else’s name', () => omar, () => role(luis.actor.personId, 'auditor', ada.actor.personId)],
  ])('%s: refused', async (_, who, row) => {
    const before = await fixture.db.asOwner('select * from person_roles');
    const insert = as(who().actor, (tx) => tx.insertInto('personRoles').values(row()).execute());
    await expect(insert).rejects.toBeInstanceOf(AppError);
    expect(await fixture.db.asOwner('select * from person_roles')).toEqual(before);
  });

  test('a reader changes nobody’s state and takes nobody’s role', async () => {
    const updated = await as(luis.actor, (tx) =>
      tx.updateTable('people').set({ state: 'suspended' }).executeTakeFirst(),
    );
    expect(updated.numUpdatedRows).toBe(0n);
    const deleted = await as(luis.actor, (tx) => tx.deleteFrom('personRoles').executeTakeFirst());
    expect(deleted.numDeletedRows).toBe(0n);
  });

  test('not even an administrator changes names or addresses, or deletes people', async () => {
    await expect(
      as(ada.actor, (tx) =>
        tx
          .updateTable('people')
          .set({ name: Buffer.from('x') })
          .execute(),
      ),
    ).rejects.toThrow(/permission denied/);
    await expect(as(ada.actor, (tx) => tx.deleteFrom('people').execute())).rejects.toThrow(/permission denied/);
  });

  test('an administrator sets nobody’s password and opens nobody’s session', async () => {
    const updated = await as(ada.actor, (tx) =>
      tx
        .updateTable('credentials')
        .set({ passwordHash: Buffer.from('x') })
        .where('personId', '=', luis.actor.personId)
        .executeTakeFirst(),
    );
    expect(updated.numUpdatedRows).toBe(0n);
    const session = {
      id: newId(),
      personId: luis.actor.personId,
      tokenHash: Buffer.alloc(32),
      source: Buffer.alloc(1),
      createdAt: now,
      lastSeenAt: now,
      idleExpiresAt: now,
      expiresAt: now,
      way: 'password' as const,
    };
    await expect(as(ada.actor, (tx) => tx.insertInto('sessions').values(session).execute())).rejects.toMatchObject({
      status: 403,
    });
  });

  test('nobody invites somebody who is active from the start', async () => {
    const person = {
      id: newId(),
      kind: 'member' as const,
      state: 'active' as const,
      name: Buffer.alloc(1),
      locale: 'es',
      timeZone: 'UTC',
    };
    const values = {
      ...person,
      email: Buffer.alloc(1),
      emailFingerprint: Buffer.alloc(32),
      createdAt: now,
      updatedAt: now,
    };
    await expect(as(ada.actor, (tx) => tx.insertInto('people').values(values).execute())).rejects.toMatchObject({
      status: 403,
    });
  });

  test('the worker changes no installation mode by hand and reads no people but the demonstration one', async () => {
    const worker = <R>(run: (tx: AccountsTx) => Promise<R>) => fixture.db.database.withWorker('test', run);
    await expect(worker((tx) => tx.updateTable('installation').set({ mode: 'evaluation' }).execute())).rejects.toThrow(
      /permission denied/,
    );
    expect(await worker((tx) => tx.selectFrom('people').selectAll().execute())).toEqual([]);
    await expect(worker((tx) => sql`select token_hash from sessions`.execute(tx))).rejects.toThrow(/permission denied/);
  });

  test('idempotency keys are their person’s own', async () => {
    const insert = (actor: PersonActor, personId: string) =>
      as(actor, (tx) =>
        sql`insert into idempotency_keys (person_id, key_hash, attempt_id, request_hash, running_until, expires_at)
            values (${personId}, ${Buffer.alloc(32)}, ${newId()}, ${Buffer.alloc(32)}, ${now}, ${now})`.execute(tx),
      );
    await expect(insert(luis.actor, ada.actor.personId)).rejects.toMatchObject({ status: 403 });
    await insert(luis.actor, luis.actor.personId);
    expect((await as(ada.actor, (tx) => sql`select 1 from idempotency_keys`.execute(tx))).rows).toEqual([]);
  });
});
