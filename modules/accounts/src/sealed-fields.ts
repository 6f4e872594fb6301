import type { RequestSource } from '@nexus/http';
import type { AccountsSealer } from './accounts.ports.ts';
import { comparableEmail } from './email-address.ts';

/** Where a request came from. `network` is what guesses are counted by: an address, or the first half of an IPv6 address. */
export type SessionSource = RequestSource;

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
    oneTimeSecret: text('second_factors.secret'),
    passkeyName: text('passkeys.name'),
    passkey: {
      seal: (id: string, credential: { id: string; publicKey: string }) =>
        sealer.sealJson({ kind: 'passkeys.credential', objectId: id }, credential),
      open: (id: string, sealed: Buffer) =>
        sealer.openJson<{ id: string; publicKey: string }>({ kind: 'passkeys.credential', objectId: id }, sealed),
    },
    passkeyFingerprint: (credentialId: string) => sealer.fingerprint('passkeys.credential', credentialId),
    tokenName: text('access_tokens.name'),
    source: {
      seal: (sessionId: string, { ip, userAgent }: SessionSource) =>
        sealer.sealJson(sourceContext(sessionId), { ip, userAgent }),
      open: (sessionId: string, sealed: Buffer) =>
        sealer.openJson<{ ip: string; userAgent: string }>(sourceContext(sessionId), sealed),
    },
    emailFingerprint: (email: string) => sealer.fingerprint('people.email', comparableEmail(email)),
    bindingHash: (what: 'client' | 'network' | 'certificate', value: string) =>
      sealer.fingerprint(`sessions.${what}`, value),
    /** Names an account of a directory, for guesses at it from everywhere together. */
    strangersKey: (account: string) => sealer.fingerprint('sign_in.strangers', account),
    /** Names a person for the throttle of codes, from wherever they are typed. */
    codeKey: (personId: string) => sealer.fingerprint('sign_in.code', personId),
    /** Names an account at a source for the throttle, and a source alone. */
    attemptKeys: (account: string, { network }: SessionSource) => ({
      account: sealer.fingerprint('sign_in.account', `${account} ${network}`),
      source: sealer.fingerprint('sign_in.source', network),
    }),
  };
}
