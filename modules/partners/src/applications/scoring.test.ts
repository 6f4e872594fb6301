import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CriterionRow } from '../partners.tables.ts';
import { adviceOf, answerFaults, scoreAnswers } from './scoring.ts';

const reached: CriterionRow = {
  version: 1,
  code: 'customers_reached',
  position: 1,
  axis: 'impact',
  weight: 30,
  answer: 'number',
  questionEs: '',
  questionEn: '',
  bands: [
    { upTo: 4, points: 10 },
    { upTo: 19, points: 40 },
    { upTo: null, points: 100 },
  ],
};
const sells: CriterionRow = {
  ...reached,
  code: 'sells_services',
  weight: 10,
  answer: 'yes_no',
  bands: [
    { value: 'yes', points: 100 },
    { value: 'no', points: 30 },
  ],
};
const people: CriterionRow = {
  ...reached,
  code: 'technical_people',
  axis: 'effort',
  bands: [
    { upTo: 0, points: 90 },
    { upTo: null, points: 15 },
  ],
};
const criteria = [reached, sells, people];

it('weighs points, and says what each answer gave', () => {
  const score = scoreAnswers(criteria, { customers_reached: 12, sells_services: 'yes', technical_people: 3 });
  // (40 * 30 + 100 * 10) / 40 = 55
  expect(score).toMatchObject({ impact: 55, effort: 15 });
  expect(score.rows.map(({ code, points }) => [code, points])).toEqual([
    ['customers_reached', 40],
    ['sells_services', 100],
    ['technical_people', 15],
  ]);
  expect(adviceOf(score)).toBe('quick_win');
});

it('takes a missing answer as the least impact and the most effort', () => {
  expect(scoreAnswers(criteria, {})).toMatchObject({ impact: 15, effort: 90 });
  expect(adviceOf({ impact: 15, effort: 90 })).toBe('decline');
  expect(adviceOf({ impact: 50, effort: 50 })).toBe('strategic');
  expect(adviceOf({ impact: 49, effort: 49 })).toBe('fill_in');
});

it('names answers that fit no band or no question', () => {
  expect(answerFaults(criteria, { customers_reached: -1, sells_services: 'perhaps', colour: 'red' })).toEqual([
    'customers_reached',
    'sells_services',
    'colour',
  ]);
  expect(answerFaults(criteria, { customers_reached: 0, sells_services: 'no' })).toEqual([]);
});

it('stays between 0 and 100, and more customers never give less impact', () => {
  const customers = fc.nat(1000);
  fc.assert(
    fc.property(customers, customers, (a, b) => {
      const [few, many] = a < b ? [a, b] : [b, a];
      const less = scoreAnswers(criteria, { customers_reached: few });
      const more = scoreAnswers(criteria, { customers_reached: many });
      return less.impact >= 0 && more.impact <= 100 && less.impact <= more.impact;
    }),
  );
});
