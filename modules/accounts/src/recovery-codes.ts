import { randomBytes } from 'node:crypto';
import { hashToken } from '@nexus/crypto';
import { toBase32 } from './one-time-codes.ts';

const count = 10;
const bytesEach = 10;

export type RecoveryCode = { code: string; hash: Buffer };

/** Sixteen letters and digits each, 80 bits: nothing to guess, so a plain hash keeps them. */
export function newRecoveryCodes(): RecoveryCode[] {
  return Array.from({ length: count }, () => {
    const code = toBase32(randomBytes(bytesEach)).match(/.{4}/g)!.join('-');
    return { code, hash: recoveryCodeHash(code) };
  });
}

/** However it was typed: case, spaces and dashes do not count. */
export function recoveryCodeHash(typed: string): Buffer {
  return hashToken(typed.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''));
}
