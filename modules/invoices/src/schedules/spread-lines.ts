import { allocate, InvalidInputError } from '@nexus/kernel';

/** What is split: the amounts of an ordered line. */
export type SpreadLine = { netMinor: bigint; taxMinor: bigint };

/**
 * Splits lines over instalments so that each instalment's lines add up to its amount and each line's parts add up to the line: no cent is lost either way.
 *
 * Each instalment is allocated over what is left of every net and tax, in proportion to it. A part is never more than what is left, because an amount below the
 * rest takes less than the whole of each, rounded up at most to it; the last instalment takes the rest exactly. O(instalments × lines).
 * @param amounts of the instalments; together the total of the lines
 */
export function spreadLines(
  lines: readonly SpreadLine[],
  amounts: readonly bigint[],
  currency: string,
): SpreadLine[][] {
  let left = lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]);
  const total = left.reduce((a, b) => a + b, 0n);
  if (amounts.reduce((a, b) => a + b, 0n) !== total || amounts.some((amount) => amount < 0n))
    throw new InvalidInputError('The instalments add up to the total of the lines.');
  return amounts.map((minor) => {
    const parts = minor === 0n ? left.map(() => 0n) : allocate({ minor, currency }, left).map((part) => part.minor);
    left = left.map((rest, index) => rest - parts[index]!);
    return lines.map((_, index) => ({ netMinor: parts[index * 2]!, taxMinor: parts[index * 2 + 1]! }));
  });
}
