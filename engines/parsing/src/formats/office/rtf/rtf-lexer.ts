/** What stands next in an RTF file. `bytes` are text bytes in the code page of the current font. */
export type RtfToken =
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'word'; word: string; value: number | null }
  /** A control symbol such as `\~`; `\*` marks a destination that old readers skip. */
  | { kind: 'symbol'; symbol: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'hex'; byte: number };

export type RtfLexer = {
  next(): RtfToken | null;
  position(): number;
};

const backslash = 0x5c;
const braceOpen = 0x7b;
const braceClose = 0x7d;

/**
 * Tokens of RTF (specification 1.9.1). `\bin` data are passed over as a whole, whatever they look like. Never throws, always moves on.
 */
export function createRtfLexer(bytes: Uint8Array): RtfLexer {
  let at = 0;

  const isLetter = (code: number | undefined) =>
    code !== undefined && ((code >= 97 && code <= 122) || (code >= 65 && code <= 90));
  const isDigit = (code: number | undefined) => code !== undefined && code >= 48 && code <= 57;

  const readWord = (): RtfToken => {
    const start = at;
    while (isLetter(bytes[at]) && at - start < 32) at += 1;
    const word = String.fromCharCode(...bytes.subarray(start, at));
    let value: number | null = null;
    const negative = bytes[at] === 45 && isDigit(bytes[at + 1]);
    if (negative) at += 1;
    if (isDigit(bytes[at])) {
      value = 0;
      for (let digits = 0; isDigit(bytes[at]) && digits < 10; digits += 1) {
        value = value * 10 + bytes[at]! - 48;
        at += 1;
      }
      if (negative) value = -value;
    }
    if (bytes[at] === 32) at += 1;
    if (word === 'bin' && value !== null && value > 0) at = Math.min(bytes.length, at + value);
    return { kind: 'word', word, value };
  };

  const readControl = (): RtfToken | null => {
    at += 1;
    const code = bytes[at];
    if (code === undefined) return null;
    if (isLetter(code)) return readWord();
    at += 1;
    if (code === 39) {
      const byte = Number.parseInt(String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0), 16);
      at += 2;
      return { kind: 'hex', byte: Number.isFinite(byte) ? byte : 63 };
    }
    // A line end behind a backslash is a paragraph end.
    if (code === 10 || code === 13) return { kind: 'word', word: 'par', value: null };
    return { kind: 'symbol', symbol: String.fromCharCode(code) };
  };

  return {
    position: () => at,
    next() {
      while (at < bytes.length) {
        const code = bytes[at]!;
        if (code === backslash) return readControl();
        if (code === braceOpen) {
          at += 1;
          return { kind: 'open' };
        }
        if (code === braceClose) {
          at += 1;
          return { kind: 'close' };
        }
        if (code === 10 || code === 13 || code === 0) {
          at += 1;
          continue;
        }
        const start = at;
        while (at < bytes.length) {
          const next = bytes[at]!;
          if (
            next === backslash ||
            next === braceOpen ||
            next === braceClose ||
            next === 10 ||
            next === 13 ||
            next === 0
          )
            break;
          at += 1;
        }
        return { kind: 'bytes', bytes: bytes.subarray(start, at) };
      }
      return null;
    },
  };
}
