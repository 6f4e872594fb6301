import { hashPassword, hashToken, newToken } from '@nexus/crypto';
import { anonymous, newId, type PersonActor, systemActor } from '@nexus/kernel';
import { LinkNotValidError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import type { InstallationMode } from './accounts.tables.ts';
import { type MeView, meView, personView } from './accounts.view.ts';
import { auditedSource } from './audited-source.ts';
import { type IssuedSession, openSession } from './new-session.ts';
import { ensureAcceptablePassword } from './password-rules.ts';
import {
  findDemoPerson,
  findInstallationMode,
  findPerson,
  insertPerson,
  isRoleHeld,
  rolesOf,
  setInstallationMode,
} from './people.repository.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { completeSetup, isSetupLinkValid, replaceSetupLink } from './setup.repository.ts';

export type SetupInput = {
  token: string;
  name: string;
  email: string;
  password: string;
  locale: string;
  timeZone: string;
};

const setupLinkHours = 24;
const setupJob = 'accounts.setup';

/** The first minutes of an installation: its mode, the link for the first administrator, the demonstration person. */
export function createSetupService(parts: AccountsParts) {
  const { database, audit, clock, logger } = parts;
  const fields = sealedFields(parts.sealer);

  /** The mode that holds; call it at every start before anything else. */
  async function ensureInstallation(): Promise<InstallationMode> {
    return database.withWorker(setupJob, async (tx: AccountsTx) => {
      const before = await findInstallationMode(tx);
      if (before === parts.mode) return before;
      const mode = await setInstallationMode(tx, parts.mode, clock.now());
      if (mode !== parts.mode) logger.warn('the installation keeps its mode', { wanted: parts.mode, mode });
      if (mode !== before) {
        const entry = { actor: systemActor(setupJob), action: 'installation.mode_set', outcome: 'success' } as const;
        await audit.record(tx, { ...entry, details: { mode } });
      }
      return mode;
    });
  }

  /** Nobody can sign in yet: there is no administrator. */
  async function isSetupNeeded(): Promise<boolean> {
    return database.withActor(anonymous, async (tx: AccountsTx) => !(await isRoleHeld(tx, 'administrator')));
  }

  /**
   * A new one-time link token, valid for a day, or null when there is an administrator. Earlier links stop working, so the one that the
   * last start printed is the one. Put it in the fragment of the address, which is neither sent nor logged.
   */
  async function ensureSetupLink(): Promise<{ token: string; expiresAt: Date } | null> {
    await ensureInstallation();
    return database.withWorker(setupJob, async (tx: AccountsTx) => {
      if (await isRoleHeld(tx, 'administrator')) return null;
      const now = clock.now();
      const token = newToken();
      const expiresAt = new Date(now.getTime() + setupLinkHours * 3_600_000);
      await replaceSetupLink(tx, { id: newId(now.getTime()), tokenHash: hashToken(token), createdAt: now, expiresAt });
      return { token, expiresAt };
    });
  }

  /**
   * Makes the holder of the link the first administrator (while under evaluation also officer and auditor) and signs them in.
   * @throws LinkNotValidError for everybody but the first; WeakPasswordError
   */
  async function setUp(input: SetupInput, source: SessionSource): Promise<{ me: MeView; session: IssuedSession }> {
    ensureAcceptablePassword(input.password, input.email);
    const tokenHash = hashToken(input.token);
    const isValid = await database.withActor(anonymous, (tx: AccountsTx) =>
      isSetupLinkValid(tx, tokenHash, clock.now()),
    );
    if (!isValid) return refuseLink(source);
    const passwordHash = await hashPassword(input.password, parts.passwordCost);
    const now = clock.now();
    const personId = newId(now.getTime());
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    const done = await database.withActor(actor, async (tx: AccountsTx) => {
      const isFirst = await completeSetup(tx, tokenHash, now, {
        emailFingerprint: fields.emailFingerprint(input.email),
        email: fields.email.seal(personId, input.email),
        name: fields.personName.seal(personId, input.name),
        locale: input.locale,
        timeZone: input.timeZone,
        passwordHash: fields.passwordHash.seal(personId, passwordHash),
      });
      if (!isFirst) return null;
      const session = await openSession(tx, fields, { actor, source, at: now, way: 'link' });
      const roles = (await rolesOf(tx, [personId])).get(personId)!;
      const mode = (await findInstallationMode(tx)) ?? parts.mode;
      const objects = [{ kind: 'person', id: personId }];
      await audit.record(tx, { actor, action: 'installation.set_up', outcome: 'success', objects, details: { mode } });
      for (const role of roles)
        await audit.record(tx, { actor, action: 'role.granted', outcome: 'success', objects, details: { role } });
      const details = auditedSource(source);
      await audit.record(tx, { actor, action: 'session.signed_in', outcome: 'success', objects, details });
      const person = personView((await findPerson(tx, personId))!, roles, fields);
      return { me: meView(person, mode), session };
    });
    if (done === null) return refuseLink(source);
    try {
      await parts.onSetUp?.(personId);
    } catch (error) {
      // The link is used and the session open: a welcome that fails must not look like a set-up that failed.
      logger.error('the welcome after the set-up failed', { error });
    }
    return done;
  }

  async function refuseLink(source: SessionSource): Promise<never> {
    const entry = { actor: anonymous, action: 'installation.set_up', outcome: 'denied', reason: 'link' } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, details: auditedSource(source) }),
    );
    throw new LinkNotValidError(
      'The link was used, is too old, or was replaced by a newer one. Start the server again for a new link.',
    );
  }

  /** The person in whose name the first run shows something: has no password and cannot sign in. Made once, then found. */
  async function createLocalPerson(input: {
    name: string;
    kind: 'demo';
    locale?: string;
    timeZone?: string;
  }): Promise<PersonActor> {
    return database.withWorker('accounts.demo', async (tx: AccountsTx) => {
      const now = clock.now();
      const existing = await findDemoPerson(tx);
      const personId = existing?.id ?? newId(now.getTime());
      if (existing === null) {
        await insertPerson(tx, {
          id: personId,
          kind: input.kind,
          state: 'active',
          emailFingerprint: null,
          email: null,
          name: fields.personName.seal(personId, input.name),
          locale: input.locale ?? 'es',
          timeZone: input.timeZone ?? 'UTC',
          createdAt: now,
        });
        const objects = [{ kind: 'person', id: personId }];
        const entry = { actor: systemActor('accounts.demo'), action: 'person.created', outcome: 'success' } as const;
        await audit.record(tx, { ...entry, objects, details: { kind: 'demo' } });
      }
      return { kind: 'person', personId, sessionId: newId(now.getTime()) };
    });
  }

  return { ensureInstallation, isSetupNeeded, ensureSetupLink, setUp, createLocalPerson };
}
