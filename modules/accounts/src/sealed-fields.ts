import { networkOf } from '@nexus/http';
import type { AccountsSealer } from './accounts.ports.ts';
import { comparableEmail } from './email-address.ts';

export type SessionSource = { ip: string; userAgent: string };

export type SealedFields = ReturnType<typeof sealedFields>;

/** How each sealed column of this module is sealed: kind and object in one place. */
export function sealedFields(sealer: AccountsSealer) {
  const text = (kind: string) => ({
    seal: (objectId: string, value: string) => sealer.sealText({ kind, objectId }, value),
    open: (objectId: string, sealed: Buffer) => sealer.openText({ kind, objectId }, sealed),
  });
  const sourceContext = (sessionId: string) => ({ kind: 'sessions.source', objectId: sessionId });
  return {
    personName: text('people.name'),
    email: text('people.email'),
    /** Sealed though it is a hash: the database alone is then not enough to try passwords against. */
    passwordHash: text('credentials.password_hash'),
    tokenName: text('access_tokens.name'),
    source: {
      seal: (sessionId: string, source: SessionSource) => sealer.sealJson(sourceContext(sessionId), source),
      open: (sessionId: string, sealed: Buffer) => sealer.openJson<SessionSource>(sourceContext(sessionId), sealed),
    },
    emailFingerprint: (email: string) => sealer.fingerprint('people.email', comparableEmail(email)),
    /** Names an account at a source for the throttle, and a source alone. */
    attemptKeys: (account: string, { ip }: SessionSource) => ({
      account: sealer.fingerprint('sign_in.account', `${account} ${networkOf(ip)}`),
      source: sealer.fingerprint('sign_in.source', networkOf(ip)),
    }),
  };
}
