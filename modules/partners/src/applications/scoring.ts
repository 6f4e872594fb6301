import type { Answers, CriterionRow, ScoreRow, ScoringAxis, ScoringBand } from '../partners.tables.ts';

export type Score = { impact: number; effort: number; rows: ScoreRow[] };

/** What the two numbers advise; the decision is a person's. */
export type Advice = 'quick_win' | 'strategic' | 'fill_in' | 'decline';

/**
 * Impact and effort from 0 to 100: for each axis the weighted mean of the points that the answers reach, rounded half up. An answer that is
 * missing gives the least impact and the most effort of its criterion. Each row says what it contributed, so that a person can check the sum by hand.
 */
export function scoreAnswers(criteria: readonly CriterionRow[], answers: Answers): Score {
  const rows = criteria.map((criterion): ScoreRow => {
    const answer = answers[criterion.code] ?? null;
    return {
      code: criterion.code,
      axis: criterion.axis,
      answer,
      points: pointsOf(criterion, answer),
      weight: criterion.weight,
    };
  });
  return { impact: meanOf(rows, 'impact'), effort: meanOf(rows, 'effort'), rows };
}

export function adviceOf({ impact, effort }: { impact: number; effort: number }): Advice {
  if (impact >= 50) return effort < 50 ? 'quick_win' : 'strategic';
  return effort < 50 ? 'fill_in' : 'decline';
}

/** Which answers do not fit their question; empty when all may be scored. */
export function answerFaults(criteria: readonly CriterionRow[], answers: Answers): string[] {
  const known = new Map(criteria.map((criterion) => [criterion.code, criterion]));
  return Object.entries(answers)
    .filter(([code, answer]) => {
      const criterion = known.get(code);
      return criterion === undefined || bandOf(criterion, answer) === undefined;
    })
    .map(([code]) => code);
}

function pointsOf(criterion: CriterionRow, answer: string | number | null): number {
  const band = answer === null ? undefined : bandOf(criterion, answer);
  if (band !== undefined) return band.points;
  const points = criterion.bands.map((one) => one.points);
  return criterion.axis === 'impact' ? Math.min(...points) : Math.max(...points);
}

function bandOf(criterion: CriterionRow, answer: string | number): ScoringBand | undefined {
  if (criterion.answer !== 'number') return criterion.bands.find((band) => 'value' in band && band.value === answer);
  if (typeof answer !== 'number' || !Number.isFinite(answer) || answer < 0) return undefined;
  return criterion.bands.find((band) => 'upTo' in band && (band.upTo === null || answer <= band.upTo));
}

function meanOf(rows: readonly ScoreRow[], axis: ScoringAxis): number {
  const own = rows.filter((row) => row.axis === axis);
  const weight = own.reduce((sum, row) => sum + row.weight, 0);
  if (weight === 0) return 0;
  return Math.round(own.reduce((sum, row) => sum + row.points * row.weight, 0) / weight);
}
