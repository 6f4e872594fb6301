/** A part of one section of a number format. */
export type FormatToken =
  | { kind: 'literal'; text: string }
  /** `y m d h s` runs, `AM/PM`, elapsed `[h]`; `width` is the number of letters. */
  | { kind: 'date'; unit: 'y' | 'm' | 'd' | 'h' | 'n' | 's' | 'e'; width: number; elapsed: boolean }
  | { kind: 'fraction-seconds'; digits: number }
  | { kind: 'am-pm'; short: boolean }
  /** A digit placeholder. */
  | { kind: 'digit'; symbol: '0' | '#' | '?' }
  | { kind: 'point' }
  | { kind: 'comma' }
  | { kind: 'percent' }
  | { kind: 'exponent'; sign: boolean }
  | { kind: 'slash' }
  | { kind: 'text' }
  | { kind: 'general' };

export type FormatSection = {
  tokens: readonly FormatToken[];
  isDate: boolean;
  condition: { operator: '<' | '<=' | '>' | '>=' | '=' | '<>'; value: number } | null;
};

const bracketed = /^\[([^\]]*)\]/;
const comparison = /^(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$/;

/** Splits a number format (ECMA-376 part 1, 18.8.31) into its sections. Never throws: what is not understood is a literal. */
export function parseNumberFormat(format: string): readonly FormatSection[] {
  return splitSections(format).map(parseSection);
}

function splitSections(format: string): string[] {
  const sections: string[] = [];
  let current = '';
  for (let at = 0; at < format.length; at += 1) {
    const char = format[at]!;
    if (char === '"') {
      const end = format.indexOf('"', at + 1);
      const stop = end < 0 ? format.length : end;
      current += format.slice(at, stop + 1);
      at = stop;
    } else if (char === '\\') {
      current += format.slice(at, at + 2);
      at += 1;
    } else if (char === ';') {
      sections.push(current);
      current = '';
    } else current += char;
  }
  sections.push(current);
  return sections.slice(0, 4);
}

function parseSection(section: string): FormatSection {
  const tokens: FormatToken[] = [];
  let condition: FormatSection['condition'] = null;
  let at = 0;
  const literal = (text: string) => {
    const last = tokens.at(-1);
    if (last?.kind === 'literal') last.text += text;
    else if (text !== '') tokens.push({ kind: 'literal', text });
  };
  while (at < section.length) {
    const char = section[at]!;
    const lower = char.toLowerCase();
    if (char === '"') {
      const end = section.indexOf('"', at + 1);
      const stop = end < 0 ? section.length : end;
      literal(section.slice(at + 1, stop));
      at = stop + 1;
    } else if (char === '\\' || char === '!') {
      literal(section[at + 1] ?? '');
      at += 2;
    } else if (char === '_') {
      literal(' ');
      at += 2;
    } else if (char === '*') {
      at += 2;
    } else if (char === '[') {
      const inner = bracketed.exec(section.slice(at))?.[1];
      if (inner === undefined) {
        literal(char);
        at += 1;
        continue;
      }
      at += inner.length + 2;
      const compared = comparison.exec(inner);
      const elapsed = /^(h+|m+|s+)$/i.exec(inner);
      if (inner.startsWith('$')) literal(inner.slice(1).split('-')[0]!);
      else if (compared !== null) {
        condition = {
          operator: compared[1] as NonNullable<FormatSection['condition']>['operator'],
          value: Number(compared[2]),
        };
      } else if (elapsed !== null) {
        const unit = inner[0]!.toLowerCase();
        tokens.push({
          kind: 'date',
          unit: unit === 'm' ? 'n' : (unit as 'h' | 's'),
          width: inner.length,
          elapsed: true,
        });
      }
    } else if (/^general/i.test(section.slice(at, at + 7))) {
      tokens.push({ kind: 'general' });
      at += 7;
    } else if (/^am\/pm/i.test(section.slice(at, at + 5))) {
      tokens.push({ kind: 'am-pm', short: false });
      at += 5;
    } else if (/^a\/p/i.test(section.slice(at, at + 3))) {
      tokens.push({ kind: 'am-pm', short: true });
      at += 3;
    } else if ('ymdhse'.includes(lower) && !(lower === 'e' && /^[+-]/.test(section.slice(at + 1, at + 2)))) {
      let end = at + 1;
      while (end < section.length && section[end]!.toLowerCase() === lower) end += 1;
      tokens.push({ kind: 'date', unit: lower as 'y', width: end - at, elapsed: false });
      at = end;
      const decimals = lower === 's' ? /^\.(0+)/.exec(section.slice(at)) : null;
      if (decimals !== null) {
        tokens.push({ kind: 'fraction-seconds', digits: Math.min(decimals[1]!.length, 3) });
        at += decimals[0].length;
      }
    } else if (lower === 'e') {
      tokens.push({ kind: 'exponent', sign: section[at + 1] === '+' });
      at += 2;
    } else {
      if (char === '0' || char === '#' || char === '?') tokens.push({ kind: 'digit', symbol: char });
      else if (char === '.') tokens.push({ kind: 'point' });
      else if (char === ',') tokens.push({ kind: 'comma' });
      else if (char === '%') tokens.push({ kind: 'percent' });
      else if (char === '/') tokens.push({ kind: 'slash' });
      else if (char === '@') tokens.push({ kind: 'text' });
      else literal(char);
      at += 1;
    }
  }
  const isDate = tokens.some((token) => token.kind === 'date' || token.kind === 'am-pm');
  return { tokens: isDate ? resolveMinutes(tokens) : tokens, isDate, condition };
}

/** `m` means minutes after an hour or before seconds, months otherwise. */
function resolveMinutes(tokens: readonly FormatToken[]): FormatToken[] {
  const dates = tokens.filter((token) => token.kind === 'date');
  return tokens.map((token) => {
    if (token.kind !== 'date' || token.unit !== 'm' || token.width > 2) return token;
    const at = dates.indexOf(token);
    const minutes = dates[at - 1]?.unit === 'h' || dates[at + 1]?.unit === 's';
    return minutes ? { ...token, unit: 'n' as const } : token;
  });
}

/** What a token shows that is neither digit nor date. */
export function literalOf(token: FormatToken): string {
  if (token.kind === 'literal') return token.text;
  if (token.kind === 'percent') return '%';
  if (token.kind === 'slash') return '/';
  if (token.kind === 'point') return '.';
  return '';
}
