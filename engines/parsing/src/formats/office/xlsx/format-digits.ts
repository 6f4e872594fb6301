import { type FormatLocale, formatGeneral, separators } from './format-locale.ts';
import { type FormatToken, literalOf } from './number-format-tokens.ts';

/** A magnitude in the digit placeholders of a section; the sign is the caller's. */
export function formatNumber(tokens: readonly FormatToken[], magnitude: number, locale: FormatLocale): string {
  if (tokens.some((token) => token.kind === 'general')) {
    return tokens
      .map((token) => (token.kind === 'general' ? formatGeneral(magnitude, locale) : literalOf(token)))
      .join('');
  }
  if (tokens.some((token) => token.kind === 'text')) {
    return tokens
      .map((token) => (token.kind === 'text' ? formatGeneral(magnitude, locale) : literalOf(token)))
      .join('');
  }
  const firstDigit = tokens.findIndex((token) => token.kind === 'digit');
  if (firstDigit < 0) return tokens.map(literalOf).join('');
  const slash = tokens.findIndex(
    (token, at) => token.kind === 'slash' && at > firstDigit && tokens[at + 1] !== undefined,
  );
  if (slash > 0) return formatFraction(tokens, magnitude, locale, slash);
  return layDigits(tokens, magnitude, locale);
}

/** What a section's placeholders ask for; worked out once per section, since a column has a hundred thousand cells. */
type DigitLayout = ReturnType<typeof layoutOf>;

const layouts = new WeakMap<readonly FormatToken[], DigitLayout>();

function layoutOf(tokens: readonly FormatToken[]) {
  const exponentAt = tokens.findIndex((token) => token.kind === 'exponent');
  const mantissaEnd = exponentAt < 0 ? tokens.length : exponentAt;
  const point = tokens.findIndex((token, at) => token.kind === 'point' && at < mantissaEnd);
  const integerEnd = point < 0 ? mantissaEnd : point;
  const isDigit = (token: FormatToken) => token.kind === 'digit';
  const firstInteger = tokens.findIndex((token, at) => isDigit(token) && at < integerEnd);
  const lastInteger = tokens.slice(0, integerEnd).findLastIndex(isDigit);
  const lastDigit = tokens.slice(0, mantissaEnd).findLastIndex(isDigit);
  return {
    exponentAt,
    mantissaEnd,
    point,
    integerEnd,
    // Commas between digits group thousands; commas right after the last one divide by a thousand each.
    grouped: tokens.some((token, at) => token.kind === 'comma' && at < lastInteger),
    scaling: tokens.filter(
      (token, at) => token.kind === 'comma' && (at > lastDigit || (at > lastInteger && at < integerEnd)),
    ).length,
    percents: tokens.filter((token) => token.kind === 'percent').length,
    decimals: point < 0 ? [] : tokens.slice(point + 1, mantissaEnd).filter((token) => token.kind === 'digit'),
    integers: tokens.slice(0, integerEnd).filter((token) => token.kind === 'digit'),
    parted: tokens.some((token, at) => token.kind === 'literal' && at > firstInteger && at < lastInteger),
  };
}

function layDigits(tokens: readonly FormatToken[], magnitude: number, locale: FormatLocale): string {
  const { decimal, group } = separators[locale];
  let layout = layouts.get(tokens);
  if (layout === undefined) {
    layout = layoutOf(tokens);
    layouts.set(tokens, layout);
  }
  const { exponentAt, mantissaEnd, point, integerEnd, grouped, scaling, percents, decimals, integers, parted } = layout;
  let value = (magnitude * 100 ** percents) / 1000 ** scaling;
  let power = 0;
  if (exponentAt >= 0 && value > 0) {
    const step = Math.max(1, integers.length);
    power = Math.floor(Math.floor(Math.log10(value)) / step) * step;
    if (integers.length <= 1) power = Number(value.toExponential(Math.min(decimals.length, 20)).split('e')[1]);
    value /= 10 ** power;
  }
  const [whole = '0', fraction = ''] = toFixed(value, Math.min(decimals.length, 20)).split('.');
  const integerText = padInteger(
    whole === '0' && !integers.some((token) => token.symbol !== '#') ? '' : whole,
    integers,
    grouped ? group : '',
  );
  const fractionText = trimFraction(fraction, decimals);
  const spread = parted && !grouped ? spreadDigits(integerText, integers.length) : null;
  let placed = 0;
  let out = '';
  let integerDone = false;
  let decimalDone = false;
  tokens.forEach((token, at) => {
    if (token.kind === 'digit' && at < integerEnd) {
      // The whole integer goes where its first placeholder stands, unless literals part the placeholders, as in telephone numbers.
      if (spread !== null) {
        out += spread[placed] ?? '';
        placed += 1;
      } else if (!integerDone) out += integerText;
      integerDone = true;
    } else if (token.kind === 'point' && at === point) {
      if (!integerDone) out += integerText;
      integerDone = true;
      out += fractionText === '' && !decimals.some((each) => each.symbol === '0') ? '' : decimal;
    } else if (token.kind === 'digit' && at < mantissaEnd) {
      if (!decimalDone) out += fractionText;
      decimalDone = true;
    } else if (token.kind === 'exponent') {
      const width = tokens.slice(at).filter((each) => each.kind === 'digit').length;
      out += `E${power < 0 ? '-' : token.sign ? '+' : ''}${String(Math.abs(power)).padStart(width, '0')}`;
    } else if (token.kind !== 'digit') out += literalOf(token);
  });
  return out;
}

/** Decimal rounding half up on the shortest decimal form, as Excel does (1.005 with two decimals is 1.01), not on the binary value. */
function toFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value >= 1e21) return BigInt(Math.round(value)).toString();
  if (Number.isInteger(value) && value < 1e15) return value.toFixed(decimals);
  const [digits, exponent = '0'] = String(value).split('e');
  if (Number(exponent) !== 0 || (digits!.split('.')[1]?.length ?? 0) <= decimals) return value.toFixed(decimals);
  const rounded = Math.round(Number(`${digits}e${decimals}`));
  return Number.isSafeInteger(rounded) ? Number(`${rounded}e-${decimals}`).toFixed(decimals) : value.toFixed(decimals);
}

function padInteger(digits: string, placeholders: readonly FormatToken[], group: string): string {
  const zeros = placeholders.filter((token) => token.kind === 'digit' && token.symbol === '0').length;
  const padded = digits.padStart(zeros, '0');
  return group === '' ? padded : padded.replace(/\B(?=(\d{3})+$)/g, group);
}

/** Digits over placeholders from the right; what is left over goes with the first. */
function spreadDigits(digits: string, count: number): string[] {
  const spread = new Array<string>(count).fill('');
  for (let at = count - 1, from = digits.length; at >= 0 && from > 0; at -= 1) {
    const start = at === 0 ? 0 : from - 1;
    spread[at] = digits.slice(start, from);
    from = start;
  }
  return spread;
}

function trimFraction(fraction: string, placeholders: readonly FormatToken[]): string {
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') {
    const placeholder = placeholders[end - 1];
    if (placeholder?.kind === 'digit' && placeholder.symbol === '0') break;
    end -= 1;
  }
  return fraction.slice(0, end);
}

function formatFraction(
  tokens: readonly FormatToken[],
  magnitude: number,
  locale: FormatLocale,
  slash: number,
): string {
  const literalGap = tokens.slice(0, slash).findLastIndex((token) => token.kind === 'literal');
  const mixed = literalGap > 0 && tokens.slice(0, literalGap).some((token) => token.kind === 'digit');
  const after = tokens.slice(slash + 1);
  const fixed = Number(
    after
      .map((token) =>
        token.kind === 'literal' ? token.text : token.kind === 'digit' && token.symbol === '0' ? '0' : '',
      )
      .join('')
      .trim(),
  );
  const width = Math.min(after.filter((token) => token.kind === 'digit').length, 4);
  const whole = mixed ? Math.floor(magnitude) : 0;
  const rest = magnitude - whole;
  const [numerator, denominator] =
    fixed > 0 ? [Math.round(rest * fixed), fixed] : nearestFraction(rest, 10 ** Math.max(width, 1) - 1);
  if (numerator === 0) return formatGeneral(whole, locale);
  if (numerator === denominator) return formatGeneral(whole + 1, locale);
  return `${mixed && whole > 0 ? `${formatGeneral(whole, locale)} ` : ''}${numerator}/${denominator}`;
}

/** Best approximation with a denominator up to `limit`, by continued fractions. */
function nearestFraction(value: number, limit: number): [number, number] {
  let [h0, h1, k0, k1] = [0, 1, 1, 0];
  let x = value;
  for (let step = 0; step < 40; step += 1) {
    const a = Math.floor(x);
    const [h2, k2] = [a * h1 + h0, a * k1 + k0];
    if (k2 > limit) break;
    [h0, h1, k0, k1] = [h1, h2, k1, k2];
    if (x - a < 1e-10) break;
    x = 1 / (x - a);
  }
  return [h1, k1];
}
