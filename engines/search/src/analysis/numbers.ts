/**
 * The plain forms that a written number may stand for, without thousands separators and with a decimal point: `1.250.000,00` is `1250000`,
 * `3,5` is `3.5`. `1.250` is two: `1250` to a Spanish reader, `1.25` to an English one; both are indexed, so either question finds it.
 *
 * Empty when the text is not one number (`1.2.3`, `12/3`).
 */
export function plainNumbers(written: string): string[] {
  if (/^\d+$/.test(written)) return [plainInteger(written)];
  if (!/^\d+(?:[.,']\d+)+$/.test(written)) return [];
  const separators = written.replace(/\d/g, '');
  const groups = written.split(/[.,']/);
  const last = groups[groups.length - 1]!;
  const kinds = new Set(separators);
  if (separators.length === 1) {
    const decimal = plainDecimal(groups[0]!, last);
    const thousands = last.length === 3 && groups[0]!.length <= 3 && !groups[0]!.startsWith('0');
    if (!thousands) return separators === "'" ? [] : [decimal];
    const whole = plainInteger(groups.join(''));
    return separators === "'" ? [whole] : [whole, decimal];
  }
  if (kinds.size === 1) return areThousands(groups) ? [plainInteger(groups.join(''))] : [];
  const leading = groups.slice(0, -1);
  const decimalMarkOnce = separators.indexOf(separators[separators.length - 1]!) === separators.length - 1;
  return kinds.size === 2 && decimalMarkOnce && areThousands(leading) ? [plainDecimal(leading.join(''), last)] : [];
}

/** Digits without leading zeros; at least one digit stays. */
export function plainInteger(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

function plainDecimal(whole: string, fraction: string): string {
  const shown = fraction.replace(/0+$/, '');
  return shown === '' ? plainInteger(whole) : `${plainInteger(whole)}.${shown}`;
}

function areThousands(groups: readonly string[]): boolean {
  return groups[0]!.length <= 3 && groups.slice(1).every((group) => group.length === 3);
}
