import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bottom,
  brokenRules,
  type ClearanceValue,
  type CombinationRule,
  covers,
  dominates,
  isWithinCeiling,
  join,
  joinAll,
  type LabelValue,
  raiseToValid,
} from './lattice.ts';

const set = (names: string[]) => fc.subarray(names);
const compartments = set(['A', 'B', 'C', 'D']);
const labels: fc.Arbitrary<LabelValue> = fc.record({
  level: fc.nat(4),
  compartments,
  releasableTo: fc.option(set(['x', 'y', 'z'])),
});
const clearances: fc.Arbitrary<ClearanceValue | null> = fc.option(
  fc.record({ level: fc.nat(4), compartments, group: fc.option(fc.constantFrom('x', 'y', 'z')) }),
);
const rules: fc.Arbitrary<CombinationRule[]> = fc.array(
  fc.record({ compartments: fc.subarray(['A', 'B', 'C', 'D'], { minLength: 1 }), minimumLevel: fc.nat(4) }),
  { maxLength: 4 },
);
const canonical = ({ level, compartments: parts, releasableTo }: LabelValue) => ({
  level,
  compartments: [...parts].sort(),
  releasableTo: releasableTo && [...releasableTo].sort(),
});
const holds = (property: fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 2_000 });

describe('a clearance', () => {
  test('dominates a join exactly when it dominates both', () => {
    holds(
      fc.property(clearances, labels, labels, (c, a, b) => {
        expect(dominates(c, join(a, b))).toBe(dominates(c, a) && dominates(c, b));
      }),
    );
  });

  test('that covers less never reads more', () => {
    holds(
      fc.property(clearances, labels, labels, (c, upper, lower) => {
        if (covers(upper, lower) && dominates(c, upper)) expect(dominates(c, lower)).toBe(true);
      }),
    );
  });

  test('that is none reads nothing, and one of no group nothing that is released to some', () => {
    expect(dominates(null, bottom)).toBe(false);
    const released = { ...bottom, releasableTo: ['x'] };
    expect(dominates({ level: 4, compartments: ['A'], group: null }, released)).toBe(false);
    expect(dominates({ level: 0, compartments: [], group: 'x' }, released)).toBe(true);
    expect(dominates({ level: 0, compartments: [], group: 'x' }, { ...bottom, releasableTo: [] })).toBe(false);
  });
});

describe('join', () => {
  test('is a semilattice with the lowest label as its neutral element', () => {
    holds(
      fc.property(labels, labels, labels, (a, b, c) => {
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(a, join(b, c))).toEqual(join(join(a, b), c));
        expect(join(a, a)).toEqual(canonical(a));
        expect(join(a, bottom)).toEqual(canonical(a));
      }),
    );
  });

  test('is the least label that covers both', () => {
    holds(
      fc.property(labels, labels, labels, (a, b, upper) => {
        expect(covers(join(a, b), a)).toBe(true);
        if (covers(upper, a) && covers(upper, b)) expect(covers(upper, join(a, b))).toBe(true);
      }),
    );
  });

  test('the order is one: reflexive, transitive, and equal both ways only for equal labels', () => {
    holds(
      fc.property(labels, labels, labels, (a, b, c) => {
        expect(covers(a, a)).toBe(true);
        if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
        if (covers(a, b) && covers(b, a)) expect(canonical(a)).toEqual(canonical(b));
      }),
    );
  });
});

describe('rules of combination', () => {
  test('raise a label to the least valid one above it, and leave a valid one', () => {
    holds(
      fc.property(labels, rules, labels, (label, all, other) => {
        const raised = raiseToValid(label, all);
        expect(brokenRules(raised, all)).toEqual([]);
        expect(covers(raised, label)).toBe(true);
        if (brokenRules(label, all).length === 0) expect(raised).toEqual(label);
        if (brokenRules(other, all).length === 0 && covers(other, label)) expect(covers(other, raised)).toBe(true);
      }),
    );
  });

  test('what is joined step by step is what is joined at once', () => {
    holds(
      fc.property(fc.array(labels, { maxLength: 5 }), rules, (many, all) => {
        const byStep = many.reduce((sum, one) => joinAll([sum, one], all), raiseToValid(bottom, all));
        expect(byStep).toEqual(joinAll(many, all));
      }),
    );
  });

  test('a ceiling bounds level and compartments and leaves open to whom something is released', () => {
    const ceiling = { level: 2, compartments: ['A'], releasableTo: null };
    expect(isWithinCeiling({ level: 2, compartments: ['A'], releasableTo: ['x'] }, ceiling)).toBe(true);
    expect(isWithinCeiling({ level: 3, compartments: [], releasableTo: null }, ceiling)).toBe(false);
    expect(isWithinCeiling({ level: 0, compartments: ['B'], releasableTo: null }, ceiling)).toBe(false);
    expect(isWithinCeiling({ level: 4, compartments: ['B'], releasableTo: null }, null)).toBe(true);
  });
});
