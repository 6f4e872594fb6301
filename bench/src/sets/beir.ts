import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type BeirSet = {
  passages: { id: string; title: string; text: string }[];
  queries: { id: string; text: string }[];
  /** Query id -> passage id -> graded relevance above 0. */
  relevant: Map<string, Map<string, number>>;
};

/** Reads a BEIR folder: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`. Only queries that have a judgment are kept. */
export function readBeir(folder: string): BeirSet {
  const relevant = new Map<string, Map<string, number>>();
  for (const line of readLines(join(folder, 'qrels/test.tsv')).slice(1)) {
    const [query, passage, grade] = line.split('\t');
    if (query === undefined || passage === undefined || !(Number(grade) > 0)) continue;
    const judged = relevant.get(query) ?? new Map<string, number>();
    judged.set(passage, Number(grade));
    relevant.set(query, judged);
  }
  const passages = readLines(join(folder, 'corpus.jsonl')).map((line) => {
    const row: { _id: string; title?: string; text?: string } = JSON.parse(line);
    return { id: row._id, title: row.title ?? '', text: row.text ?? '' };
  });
  const queries = readLines(join(folder, 'queries.jsonl')).map((line) => {
    const row: { _id: string; text: string } = JSON.parse(line);
    return { id: row._id, text: row.text };
  });
  return { passages, queries: queries.filter((query) => relevant.has(query.id)), relevant };
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}
