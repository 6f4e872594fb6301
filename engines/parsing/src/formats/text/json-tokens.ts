import { ParseFailure } from '../../reader.ts';

/** Values of a JSON text with the path that leads to them (`contratos[2].plazo`). */
export type JsonHandler = {
  value(path: readonly (string | number)[], text: string): void;
  /** A value at the top has ended: one per line in JSON Lines. */
  topLevel(): void;
};

export type JsonScanner = { write(piece: string): void; end(): { complete: boolean } };

const maxDepth = 200;
const maxString = 16 * 1024 * 1024;

/**
 * A push scanner for JSON and JSON Lines that holds one value and the path to it. Forgiving where that is harmless (trailing commas, comments after values), since
 * the point is to read, not to validate. @throws ParseFailure `too_deep` past 200 levels, `broken` for a string over 16 MiB or what is no JSON.
 */
export function createJsonScanner(handler: JsonHandler): JsonScanner {
  const stack: ({ kind: 'object'; key: string; expectsKey: boolean } | { kind: 'array'; index: number })[] = [];
  let inString = false;
  let escaped = false;
  let raw = '';
  let literal = '';

  const path = () => stack.map((each) => (each.kind === 'object' ? each.key : each.index));

  const emitValue = (text: string) => {
    handler.value(path(), text);
    if (stack.length === 0) handler.topLevel();
  };

  const endLiteral = () => {
    if (literal === '') return;
    const text = literal;
    literal = '';
    if (!/^(?:true|false|null|NaN|-?Infinity|-?\d[\d.eE+-]*)$/.test(text))
      throw new ParseFailure('broken', 'the file is no JSON');
    if (text !== 'null') emitValue(text);
    else if (stack.length === 0) handler.topLevel();
  };

  const endString = () => {
    const text = unescapeString(raw);
    raw = '';
    inString = false;
    const top = stack.at(-1);
    if (top?.kind === 'object' && top.expectsKey) {
      top.key = text;
      top.expectsKey = false;
    } else emitValue(text);
  };

  const structure = (code: string) => {
    const top = stack.at(-1);
    switch (code) {
      case '{':
      case '[':
        if (stack.length >= maxDepth) throw new ParseFailure('too_deep', `more than ${maxDepth} nested levels`);
        stack.push(code === '{' ? { kind: 'object', key: '', expectsKey: true } : { kind: 'array', index: 0 });
        break;
      case '}':
      case ']':
        if (stack.pop() === undefined) throw new ParseFailure('broken', 'the file is no JSON');
        if (stack.length === 0) handler.topLevel();
        break;
      case ',':
        if (top?.kind === 'array') top.index += 1;
        else if (top !== undefined) top.expectsKey = true;
        break;
    }
  };

  return {
    write(piece) {
      let at = 0;
      while (at < piece.length) {
        if (inString) {
          let end = at;
          while (end < piece.length) {
            const code = piece.charCodeAt(end);
            if (escaped) escaped = false;
            else if (code === 92) escaped = true;
            else if (code === 34) break;
            end += 1;
          }
          raw += piece.slice(at, end);
          if (raw.length > maxString) throw new ParseFailure('broken', 'a string of more than 16 MiB');
          at = end + 1;
          if (end < piece.length) endString();
          continue;
        }
        const char = piece[at]!;
        at += 1;
        if (char === '"') {
          endLiteral();
          inString = true;
        } else if ('{}[],:'.includes(char)) {
          endLiteral();
          structure(char);
        } else if (char.trim() === '' || char === '\ufeff' || char === '\u001e') endLiteral();
        else if (literal.length < 400) literal += char;
      }
    },
    end() {
      endLiteral();
      return { complete: stack.length === 0 && !inString };
    },
  };
}

function unescapeString(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r', b: '', f: '\n' }[char] ?? char;
  });
}
