import type { Bench } from './bench.ts';
import { squadFiles } from './quality/data-files.ts';
import { retrievalFigures } from './quality/metrics.ts';
import { rankAll } from './quality/rank-all.ts';
import { readSquad } from './sets/squad.ts';

/** Answerable questions only: an unanswerable one has no right passage. */
export const bench: Bench = {
  name: 'retrieval',
  summary: 'question to its paragraph on SQuAD JSON: r1, r5, mrr10, against every peer',
  async run(options) {
    const results = [];
    for (const file of squadFiles(options)) {
      options.log(file);
      const { passages, questions } = readSquad(file);
      const queries = questions
        .filter(({ impossible }) => !impossible)
        .map(({ question, passage }) => ({ text: question, relevant: new Map([[passage, 1]]) }));
      results.push({
        bench: 'retrieval',
        data: file,
        ...(await rankAll({ passages, queries }, options, retrievalFigures)),
      });
    }
    return results;
  },
};
