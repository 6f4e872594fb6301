import fc from 'fast-check';
import { expect, it } from 'vitest';
import { restOf, returnOf } from './return-amounts.ts';

const line = (netMinor: bigint, taxMinor: bigint) => ({
  id: 'a',
  netMinor,
  taxMinor,
  returnedNetMinor: 0n,
  returnedTaxMinor: 0n,
});

it('returns the tax of thirds without losing the cent', () => {
  // 16 % of EUR 10.00 is 1.60: thirds of 3.33 take 0.53, 0.54 (1.066 so far), and the rest
  const whole = line(1_000n, 160n);
  const first = returnOf(whole, 333n, 'EUR');
  expect(first.taxMinor).toBe(53n);
  const second = returnOf({ ...whole, returnedNetMinor: 333n, returnedTaxMinor: 53n }, 333n, 'EUR');
  expect(second.taxMinor).toBe(54n);
  const last = restOf({ ...whole, returnedNetMinor: 666n, returnedTaxMinor: 107n });
  expect([last.netMinor, last.taxMinor]).toEqual([334n, 53n]);
});

it('returns exactly the line, in whatever parts', () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 12n),
      fc.bigInt(0n, 10n ** 11n),
      fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 8 }),
      (net, tax, places) => {
        let state = line(net, tax);
        const marks = [...places.sort((a, b) => a - b).map((place) => (net * BigInt(place)) / 1000n), net];
        for (const mark of marks) {
          const part = returnOf(state, mark - state.returnedNetMinor, 'EUR');
          expect(part.taxMinor >= 0n).toBe(true);
          state = {
            ...state,
            returnedNetMinor: mark,
            returnedTaxMinor: state.returnedTaxMinor + part.taxMinor,
          };
        }
        expect(state.returnedTaxMinor).toBe(tax);
      },
    ),
  );
});
