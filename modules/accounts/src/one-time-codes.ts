import { createHmac, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '@nexus/crypto';

/** What every authenticator app speaks: RFC 6238 with HMAC-SHA-1, thirty seconds and six digits. */
const stepSeconds = 30;
const digits = 6;
const secretBytes = 20;
/** Clocks of telephones are off by a little: the code before and the one after count too (RFC 6238, 5.2). */
const tolerance = 1;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret in base32, as apps take it by hand. */
export function newOneTimeSecret(): string {
  return toBase32(randomBytes(secretBytes));
}

/** What the QR code says (Google's key URI format). */
export function oneTimeUri(secret: string, account: string): string {
  const label = `Nexus:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=Nexus&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
}

/** HOTP of RFC 4226, 5.3, for a count of time steps. */
export function oneTimeCode(secret: string, step: number, length: number = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** length).padStart(length, '0');
}

export function stepAt(time: Date): number {
  return Math.floor(time.getTime() / 1_000 / stepSeconds);
}

/** The time step whose code this is, after `lastStep` so that no code works twice; null for a wrong or used one. */
export function findStep(secret: string, code: string, now: Date, lastStep: number): number | null {
  const given = code.replaceAll(/\s/g, '');
  let found: number | null = null;
  for (let step = stepAt(now) - tolerance; step <= stepAt(now) + tolerance; step += 1) {
    const isRight = equalInConstantTime(given, oneTimeCode(secret, step));
    if (isRight && step > lastStep) found = step;
  }
  return found;
}

export function toBase32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

/** @throws RangeError for what is not of the alphabet */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError('not base32');
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}
