import type { Expectation } from '../contract.ts';
import { findDefinitions, findEnumerations, findManners, findReasons } from './clauses.ts';
import { findDates } from './dates.ts';
import { findIdentifiers } from './identifiers.ts';
import { findOrganisations, findPersons, findPlaces } from './names.ts';
import { findAmounts, findDurations, findNumbers, findPercentages } from './quantities.ts';
import type { Span, SpanFinder } from './span.ts';

const finders: Partial<Record<Expectation, SpanFinder>> = {
  date: findDates,
  // "Within thirty working days" and "by 15 March" are both deadlines.
  deadline: (text) => [...findDurations(text), ...findDates(text)].sort((a, b) => a.start - b.start),
  // A fine or an advance may be a share of something.
  amount: (text) => firstFound(findAmounts(text), findPercentages(text)),
  number: findNumbers,
  percentage: findPercentages,
  duration: findDurations,
  person: findPersons,
  organisation: findOrganisations,
  place: findPlaces,
  identifier: findIdentifiers,
  reason: findReasons,
  manner: findManners,
  definition: findDefinitions,
  list: findEnumerations,
};

/** Kinds whose values can be compared: two different ones about the same thing are a conflict. */
export const comparable: ReadonlySet<Expectation> = new Set([
  'date',
  'deadline',
  'amount',
  'number',
  'percentage',
  'duration',
  'identifier',
]);

function firstFound(wanted: Span[], otherwise: Span[]): Span[] {
  return wanted.length > 0 ? wanted : otherwise;
}

/** Stretches of a sentence that could answer a question of this kind, in order. Offsets are the sentence's. Empty for yes/no and open questions. */
export function findSpans(sentence: string, expects: Expectation): Span[] {
  return finders[expects]?.(sentence) ?? [];
}
