import type { PasswordCost } from '@nexus/crypto';
import type { PersonActor } from '@nexus/kernel';
import type { AuditEntry, AuditPort } from './accounts.ports.ts';
import type { Role } from './accounts.tables.ts';
import type { AccountsModule } from './module.ts';

/** Cheap enough for a test that signs many people in. */
export const testPasswordCost: PasswordCost = { scheme: 'scrypt', logN: 10, blockSize: 8, parallel: 1 };

export const testPassword = 'tortuga violeta 47 balcones';

/** An audit port that keeps what it is told. `fail()` makes every later entry fail, as a full disk would. */
export function recordingAudit(): AuditPort & { entries: AuditEntry[]; fail(): void; recover(): void } {
  const entries: AuditEntry[] = [];
  let isFailing = false;
  return {
    entries,
    fail: () => {
      isFailing = true;
    },
    recover: () => {
      isFailing = false;
    },
    async record(_, entry) {
      if (isFailing) throw new Error('the audit log cannot be written');
      entries.push(entry);
    },
  };
}

export type SignedIn = { actor: PersonActor; token: string; email: string };

/** The client of `inject`, so that sessions of these people are used by the program that they began with. */
const source = { ip: '127.0.0.1', network: '127.0.0.1', userAgent: 'lightMyRequest' };

/** Signs a person in through the front door, for tests of the whole application. */
export async function signInAs(accounts: AccountsModule, email: string, password = testPassword): Promise<SignedIn> {
  const { session } = await accounts.service.signIn({ email, password }, source);
  return withActor(accounts, session.token, email);
}

/** The first administrator, through the set-up link. */
export async function setUpAdministrator(accounts: AccountsModule, email = 'ada@example.org'): Promise<SignedIn> {
  const link = await accounts.service.ensureSetupLink();
  if (link === null) throw new Error('there is an administrator already');
  const person = { name: 'Ada Administradora', email, password: testPassword, locale: 'es', timeZone: 'Europe/Madrid' };
  const { session } = await accounts.service.setUp({ token: link.token, ...person }, source);
  return withActor(accounts, session.token, email);
}

/** Somebody more, invited by `administrator` and joined; with roles that the administrator may give. */
export async function joinPerson(
  accounts: AccountsModule,
  administrator: PersonActor,
  person: { email: string; name?: string; roles?: readonly Role[] },
): Promise<SignedIn> {
  const { email, name = email.split('@')[0]!, roles = [] } = person;
  const invited = await accounts.service.invitePerson(administrator, { name, email, locale: 'es', timeZone: 'UTC' });
  const { session } = await accounts.service.join({ token: invited.invitation.token, password: testPassword }, source);
  for (const role of roles) await accounts.service.grantRole(administrator, invited.person.id, role);
  return withActor(accounts, session.token, email);
}

async function withActor(accounts: AccountsModule, token: string, email: string): Promise<SignedIn> {
  const found = await accounts.sessionPort.authenticate(token, source);
  if (found === null) throw new Error('the new session is not there');
  return { actor: found.actor, token, email };
}
