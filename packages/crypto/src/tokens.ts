import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as base64url (43 characters): a session, a set-up link, an API key. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead of a token. SHA-256 is enough: a token of 256 random bits cannot be guessed, whatever the speed of the hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether two secrets are equal, in a time that does not depend on where or in what length they differ. */
export function equalInConstantTime(a: Uint8Array | string, b: Uint8Array | string): boolean {
  const digest = (value: Uint8Array | string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
