import { argon2, pbkdf2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fipsMode } from './fips.ts';

/**
 * Cost of one hash. `argon2id`: memory in KiB, passes, lanes. `scrypt`: log2 of N, r, p. `pbkdf2`: iterations of HMAC-SHA-256.
 * Stored inside each hash, so that it can be raised later: `needsRehash` then says so at the next sign-in.
 */
export type PasswordCost =
  | { scheme: 'argon2id'; memory: number; passes: number; lanes: number }
  | { scheme: 'scrypt'; logN: number; blockSize: number; parallel: number }
  | { scheme: 'pbkdf2'; iterations: number };

/** The second recommended choice of RFC 9106 section 4 (64 MiB), about 0.2 s on the reference machine; scrypt where argon2 is missing. */
const memoryHardCost: PasswordCost =
  typeof argon2 === 'function'
    ? { scheme: 'argon2id', memory: 64 * 1024, passes: 3, lanes: 4 }
    : { scheme: 'scrypt', logN: 17, blockSize: 8, parallel: 1 };

/** What NIST SP 800-132 allows, at the count that OWASP asks of it; about 0.4 s on the reference machine. */
const approvedCost: PasswordCost = { scheme: 'pbkdf2', iterations: 600_000 };

/** Cost of a new hash: memory-hard, or PBKDF2 in FIPS mode. */
export function defaultPasswordCost(): PasswordCost {
  return fipsMode() === 'off' ? memoryHardCost : approvedCost;
}

/** Longer passwords are refused: nobody types them, and an attacker would make us normalise megabytes. */
export const maxPasswordLength = 1024;
const saltBytes = 16;
const hashBytes = 32;

/** Hashes a password to a self-describing text such as `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`. Runs off the main thread. */
export async function hashPassword(password: string, cost: PasswordCost = defaultPasswordCost()): Promise<string> {
  if (password.length > maxPasswordLength) throw new RangeError('the password is too long');
  const salt = randomBytes(saltBytes);
  return format(cost, salt, await derivePasswordKey(password, salt, cost));
}

/**
 * Whether `password` is the one behind `stored`. With `stored` null (no such person) the same work is done and the answer is false, so
 * that the time taken does not tell who exists. A damaged or unaffordable stored hash verifies nothing. In FIPS mode hashes from before it are still
 * compared, once: whoever they let in is hashed anew with PBKDF2 (`needsRehash`). OpenSSL's own FIPS provider refuses even that.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (password.length > maxPasswordLength) return false;
  const parsed = stored === null ? null : parse(stored);
  const salt = parsed?.salt ?? Buffer.alloc(saltBytes);
  const hash = await derivePasswordKey(password, salt, parsed?.cost ?? defaultPasswordCost());
  return parsed !== null && timingSafeEqual(hash, parsed.hash);
}

/** Whether a hash was made with another scheme or cost than today's; ask after a successful sign-in, then hash again. */
export function needsRehash(stored: string, cost: PasswordCost = defaultPasswordCost()): boolean {
  const parsed = parse(stored);
  return parsed === null || costText(parsed.cost) !== costText(cost);
}

/** 32 bytes from a password, off the main thread. */
export function derivePasswordKey(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  // The same password typed on two keyboards may arrive composed or decomposed (NIST SP 800-63B section 5.1.1.2).
  const message = Buffer.from(password.normalize('NFKC'));
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, hash: Buffer) => (error === null ? resolve(hash) : reject(error));
    if (cost.scheme === 'argon2id') {
      const { memory, passes, lanes: parallelism } = cost;
      argon2('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: hashBytes }, done);
    } else if (cost.scheme === 'pbkdf2') {
      pbkdf2(message, salt, cost.iterations, hashBytes, 'sha256', done);
    } else {
      const N = 2 ** cost.logN;
      const options = { N, r: cost.blockSize, p: cost.parallel, maxmem: 256 * N * cost.blockSize };
      scrypt(message, salt, hashBytes, options, done);
    }
  });
}

function costText(cost: PasswordCost): string {
  if (cost.scheme === 'argon2id') return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.lanes}`;
  if (cost.scheme === 'pbkdf2') return `$pbkdf2-sha256$i=${cost.iterations}`;
  return `$scrypt$ln=${cost.logN},r=${cost.blockSize},p=${cost.parallel}`;
}

function format(cost: PasswordCost, salt: Buffer, hash: Buffer): string {
  return `${costText(cost)}$${base64(salt)}$${base64(hash)}`;
}

const argon2Pattern = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;
const scryptPattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;

const pbkdf2Pattern = /^\$pbkdf2-sha256\$i=(\d{1,8})\$([\w+/]+)\$([\w+/]+)$/;

function parse(stored: string): { cost: PasswordCost; salt: Buffer; hash: Buffer } | null {
  const cost = parseCost(stored);
  const [encodedSalt, encodedHash] = stored.split('$').slice(-2);
  if (cost === null || encodedSalt === undefined || encodedHash === undefined) return null;
  const salt = Buffer.from(encodedSalt, 'base64');
  const hash = Buffer.from(encodedHash, 'base64');
  if (salt.length < 8 || hash.length !== hashBytes || !isAffordable(cost)) return null;
  return { cost, salt, hash };
}

function parseCost(stored: string): PasswordCost | null {
  const iterated = pbkdf2Pattern.exec(stored);
  if (iterated !== null) return { scheme: 'pbkdf2', iterations: Number(iterated[1]) };
  const match = argon2Pattern.exec(stored) ?? scryptPattern.exec(stored);
  if (match === null) return null;
  const [first, second, third] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return stored.startsWith('$argon2id')
    ? { scheme: 'argon2id', memory: first, passes: second, lanes: third }
    : { scheme: 'scrypt', logN: first, blockSize: second, parallel: third };
}

/** A row that somebody wrote into the table must not make a sign-in take all memory. */
export function isAffordable(cost: PasswordCost): boolean {
  if (cost.scheme === 'pbkdf2') return cost.iterations >= 1 && cost.iterations <= 10_000_000;
  if (cost.scheme === 'argon2id') {
    const { memory, passes, lanes } = cost;
    return lanes >= 1 && passes >= 1 && passes <= 10 && memory >= 8 * lanes && memory <= 1024 * 1024;
  }
  const { logN, blockSize, parallel } = cost;
  return logN >= 1 && logN <= 20 && blockSize >= 1 && blockSize <= 16 && parallel >= 1 && parallel <= 16;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
