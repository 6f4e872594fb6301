/** DER (ITU-T X.690), as far as certificates need it. Each function gives a whole element: tag, length, content. */
export type Der = Buffer;

function element(tag: number, content: Uint8Array): Der {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  if (length > 0xffff) throw new RangeError('no element of a certificate is that long');
  return Buffer.concat([Buffer.from(head), content]);
}

export const sequence = (...parts: Uint8Array[]): Der => element(0x30, Buffer.concat(parts));
export const set = (...parts: Uint8Array[]): Der => element(0x31, Buffer.concat(parts));
export const octetString = (bytes: Uint8Array): Der => element(0x04, bytes);
export const utf8String = (text: string): Der => element(0x0c, Buffer.from(text));
export const boolean = (value: boolean): Der => element(0x01, Buffer.from([value ? 0xff : 0]));
/** Whole bytes, or the last `unused` bits of the last byte left out. */
export const bitString = (bytes: Uint8Array, unused = 0): Der =>
  element(0x03, Buffer.concat([Buffer.from([unused]), bytes]));
/** `[number]`, with elements inside (explicit tags, sequences under implicit ones). */
export const tagged = (number: number, ...parts: Uint8Array[]): Der => element(0xa0 + number, Buffer.concat(parts));
/** `[number] IMPLICIT` of a plain string type. */
export const taggedBytes = (number: number, bytes: Uint8Array): Der => element(0x80 + number, bytes);

/** Not negative: a leading zero keeps the first bit from meaning a sign. */
export function integer(bytes: Uint8Array): Der {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  return element(0x02, digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap(base128)];
  return element(0x06, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5). */
export function time(at: Date): Der {
  const text = `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(text.slice(2))) : element(0x18, Buffer.from(text));
}
