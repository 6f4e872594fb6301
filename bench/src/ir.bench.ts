import { basename } from 'node:path';
import type { Bench } from './bench.ts';
import { beirFolders } from './quality/data-files.ts';
import { gainFigures } from './quality/metrics.ts';
import { rankAll } from './quality/rank-all.ts';
import { readBeir } from './sets/beir.ts';

export const bench: Bench = {
  name: 'ir',
  summary: 'graded relevance on a BEIR folder: ndcg10, against every peer',
  async run(options) {
    const results = [];
    for (const folder of beirFolders(options)) {
      options.log(basename(folder));
      const { passages, queries, relevant } = readBeir(folder);
      const numbers = new Map(passages.map(({ id }, number) => [id, number]));
      const judged = queries.map(({ id, text }) => {
        const grades = [...relevant.get(id)!].map(([passage, grade]) => [numbers.get(passage) ?? -1, grade] as const);
        return { text, relevant: new Map(grades) };
      });
      results.push({
        bench: 'ir',
        data: folder,
        ...(await rankAll({ passages, queries: judged }, options, gainFigures)),
      });
    }
    return results;
  },
};
