import { InvalidInputError, mulRatio } from '@nexus/kernel';

export type ReturnableLine = {
  id: string;
  netMinor: bigint;
  taxMinor: bigint;
  returnedNetMinor: bigint;
  returnedTaxMinor: bigint;
};

/** What a note takes of one line. */
export type ReturnedLine = { invoiceLineId: string; netMinor: bigint; taxMinor: bigint };

/**
 * The tax that goes back with a part of a line's net: what belongs to all that went back so far, less what went back before. Each step is rounded from the sum,
 * so that parts which together are the line return its tax to the cent.
 * @throws InvalidInputError for nothing or less than nothing
 */
export function returnOf(line: ReturnableLine, netMinor: bigint, currency: string): ReturnedLine {
  if (netMinor < 0n) throw new InvalidInputError('What goes back of a line is above zero.');
  const returned = line.returnedNetMinor + netMinor;
  const taxSoFar =
    returned === line.netMinor
      ? line.taxMinor
      : mulRatio({ minor: line.taxMinor, currency }, { numerator: returned, denominator: line.netMinor }).minor;
  return { invoiceLineId: line.id, netMinor, taxMinor: taxSoFar - line.returnedTaxMinor };
}

/** Everything of a line that did not go back yet. */
export function restOf(line: ReturnableLine): ReturnedLine {
  return {
    invoiceLineId: line.id,
    netMinor: line.netMinor - line.returnedNetMinor,
    taxMinor: line.taxMinor - line.returnedTaxMinor,
  };
}
