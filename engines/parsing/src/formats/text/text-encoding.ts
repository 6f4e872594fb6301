import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/** How bytes become text. `damaged` UTF-8 is decoded with replacement characters, which are counted. */
export type TextEncoding = { label: string; certain: boolean };

const sampleBytes = 256 * 1024;

/** Encodings that detection may choose; what it confuses with Windows-1252 on short Spanish texts is left out. */
const detectable: Record<string, string> = {
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  Big5: 'big5',
  GB18030: 'gb18030',
  'KOI8-R': 'koi8-r',
  'windows-1251': 'windows-1251',
  'ISO-8859-5': 'iso-8859-5',
  'windows-1253': 'windows-1253',
  'ISO-8859-7': 'iso-8859-7',
  'windows-1256': 'windows-1256',
  'ISO-8859-6': 'iso-8859-6',
  'windows-1255': 'windows-1255',
  'ISO-8859-8': 'iso-8859-8',
  'windows-1250': 'windows-1250',
  'ISO-8859-2': 'iso-8859-2',
};

/** Guesses the encoding from the beginning of a text. ASCII gives UTF-8 that is not `certain`: what follows may say otherwise. */
export function detectEncoding(bytes: Uint8Array): TextEncoding {
  const sample = bytes.subarray(0, sampleBytes);
  const marked = encodingOfMark(sample);
  if (marked !== null) return { label: marked, certain: true };
  const wide = encodingOfZeros(sample);
  if (wide !== null) return { label: wide, certain: true };
  if (isAscii(sample)) return { label: 'utf-8', certain: false };
  if (isUtf8(withoutCutTail(sample)) || mostlyUtf8(sample)) return { label: 'utf-8', certain: true };
  const [best] = analyse(sample.subarray(0, 32 * 1024));
  const label = best === undefined || best.confidence < 40 ? undefined : detectable[best.name];
  return { label: label ?? 'windows-1252', certain: true };
}

export function encodingOfMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: in Western text nearly every second byte is zero. */
function encodingOfZeros(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length & ~1, 4096);
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  const half = length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.05 ? 'utf-16be' : null;
}

/** A sample may end inside a character. */
function withoutCutTail(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) return bytes;
  }
  return bytes;
}

/** UTF-8 with some damage: whole characters outweigh broken bytes two to one, which other encodings do not reach by chance. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0;
    let valid = length > 0;
    for (let next = 1; next < length && valid; next += 1) valid = (bytes[at + next]! & 0xc0) === 0x80;
    if (!valid) broken += 1;
    else if (length > 1) whole += 1;
    at += valid ? length : 1;
  }
  return whole >= 2 * broken && whole > 0;
}

/** What decoding met, for the quality record. */
export type DecodingTally = { characters: number; replaced: number; controls: number };

export function newDecodingTally(): DecodingTally {
  return { characters: 0, replaced: 0, controls: 0 };
}

/** Share of characters that are replacements or stray controls, 0-1; undefined when it is nothing to speak of. */
export function garbageShare(tally: DecodingTally): number | undefined {
  const share = tally.characters === 0 ? 0 : (tally.replaced + tally.controls) / tally.characters;
  return share === 0 ? undefined : Math.min(1, Number(share.toPrecision(3)));
}

function count(text: string, tally: DecodingTally): string {
  tally.characters += text.length;
  const odd = text.match(/\ufffd|(?![\t\n\r\f\v])\p{Cc}/gu);
  if (odd === null) return text;
  for (const character of odd) {
    if (character === '\ufffd') tally.replaced += 1;
    else tally.controls += 1;
  }
  // Zero bytes end texts early in databases and viewers.
  return text.replaceAll('\u0000', '');
}

/** A whole text. */
export function decodeText(bytes: Uint8Array, tally: DecodingTally = newDecodingTally(), declared?: string): string {
  const guess = detectEncoding(bytes);
  // A sample of ASCII says nothing about the rest.
  const label = guess.certain || isUtf8(bytes) ? guess.label : detectEncoding(firstNonAscii(bytes)).label;
  return count(decoderFor(declared ?? label).decode(bytes), tally);
}

function firstNonAscii(bytes: Uint8Array): Uint8Array {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  return bytes.subarray(Math.max(0, at - 1024));
}

/** A decoder by label; unknown labels are read as Windows-1252, which gives some character for every byte. */
export function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder('windows-1252');
    throw error;
  }
}

/** A text in pieces, for files that do not fit in memory. The encoding is settled by the first piece that is not plain ASCII. */
export async function* decodeStream(stream: AsyncIterable<Uint8Array>, tally: DecodingTally): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let first = true;
  for await (const chunk of stream) {
    if (decoder === null) {
      const guess = detectEncoding(chunk);
      if (guess.certain || (first && chunk.length < 4)) decoder = decoderFor(guess.label);
      else if (isAscii(chunk)) {
        first = false;
        yield count(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1'), tally);
        continue;
      } else decoder = decoderFor(detectEncoding(firstNonAscii(chunk)).label);
    }
    first = false;
    yield count(decoder.decode(chunk, { stream: true }), tally);
  }
  if (decoder !== null) yield count(decoder.decode(), tally);
}
