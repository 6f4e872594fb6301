import { randomBytes } from 'node:crypto';
import { equalInConstantTime, hashToken } from '@nexus/crypto';
import type { AccountsSealer } from './accounts.ports.ts';

/** What a challenge is good for, and for whom: a session for adding a key, nobody yet for signing in. */
export type ChallengePurpose = `add ${string}` | 'sign-in';

export type Challenge = { hash: Buffer; expiresAt: Date };

const minutes = 5;
const nonceBytes = 16;
const expiryBytes = 8;

/**
 * Challenges of WebAuthn that prove themselves: random bytes, their end, and a keyed hash over both and the purpose. Nothing is stored before one
 * is used; whoever uses one must keep its hash, so that it does not work twice.
 */
export function createChallenges(sealer: Pick<AccountsSealer, 'fingerprint'>) {
  const proofOf = (purpose: ChallengePurpose, head: Buffer): Buffer =>
    sealer.fingerprint('passkeys.challenge', `${purpose} ${head.toString('base64url')}`);

  function issue(purpose: ChallengePurpose, now: Date): Uint8Array<ArrayBuffer> {
    const end = Buffer.alloc(expiryBytes);
    end.writeBigUInt64BE(BigInt(now.getTime() + minutes * 60_000));
    const head = Buffer.concat([randomBytes(nonceBytes), end]);
    return Uint8Array.from([...head, ...proofOf(purpose, head)]);
  }

  /** Null for one that is not ours, was made for something else, or is over. */
  function check(purpose: ChallengePurpose, challenge: string, now: Date): Challenge | null {
    const bytes = Buffer.from(challenge, 'base64url');
    const head = bytes.subarray(0, nonceBytes + expiryBytes);
    if (head.length < nonceBytes + expiryBytes) return null;
    if (!equalInConstantTime(bytes.subarray(head.length), proofOf(purpose, head))) return null;
    const expiresAt = new Date(Number(head.readBigUInt64BE(nonceBytes)));
    return expiresAt > now ? { hash: hashToken(bytes.toString('base64url')), expiresAt } : null;
  }

  return { issue, check };
}
