import type { Bench, Figures } from './bench.ts';
import { type Asked, answerQuestions } from './quality/answer-questions.ts';
import { squadFiles } from './quality/data-files.ts';
import { areaUnderCurve, percent } from './quality/metrics.ts';
import { readSquad } from './sets/squad.ts';

/**
 * Does the confidence tell answerable questions from the others (SQuAD 2.0)? Articles of even number were used to choose the parameters; figures without
 * a suffix are those of the other half. `answered_*` are the shares, in per cent, that the threshold lets through.
 */
export const bench: Bench = {
  name: 'abstain',
  summary: 'confidence on answerable and unanswerable questions of SQuAD 2.0 JSON: auroc on the held-out half',
  async run(options) {
    const results = [];
    for (const file of squadFiles(options)) {
      const set = readSquad(file);
      if (!set.questions.some((question) => question.impossible)) {
        options.log(`${file}: no unanswerable question, left out`);
        continue;
      }
      options.log(file);
      const asked = await answerQuestions(set);
      const half = (rest: number) =>
        asked.filter(({ question }) => set.passages[question.passage]!.article % 2 === rest);
      const tuned = figuresOf(half(0));
      results.push({
        bench: 'abstain',
        data: file,
        ours: { ...figuresOf(half(1)), auroc_tuned_half: tuned['auroc']!, auroc_all: figuresOf(asked)['auroc']! },
        peers: {},
      });
    }
    return results;
  },
};

function figuresOf(asked: readonly Asked[]): Figures {
  const [possible, impossible] = [false, true].map((wanted) =>
    asked.filter(({ question }) => question.impossible === wanted),
  );
  const confidences = (some: readonly Asked[]) => some.map(({ answer }) => answer.confidence);
  const answered = (some: readonly Asked[]) =>
    percent(some.map(({ answer }) => (answer.outcome === 'answered' ? 1 : 0)));
  return {
    auroc: areaUnderCurve(confidences(possible!), confidences(impossible!)),
    answered_answerable: answered(possible!),
    answered_unanswerable: answered(impossible!),
  };
}
