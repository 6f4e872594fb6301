import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyzer } from '@nexus/search';
import type { PeerPassage } from '../peers/peer.ts';
import { passageLine, queryLine, readQueries, writeLines } from '../peers/tsv.ts';
import { type BaseText, readBaseText } from './base-text.ts';
import { type ExpandOptions, expandText } from './expand-text.ts';
import { createRandom } from './random.ts';

const queryCount = 1000;

/** Writes `passages.tsv` and `queries.tsv` for all contestants; returns what they were made from. */
export function writeCollection(folder: string, data: string | null, options: ExpandOptions): BaseText {
  const base = readBaseText(data);
  const analyzer = createAnalyzer();
  writeLines(
    join(folder, 'passages.tsv'),
    (function* () {
      for (const passage of expandText(base, analyzer, options)) yield passageLine(passage);
    })(),
  );
  const step = Math.max(1, Math.floor(base.questions.length / queryCount));
  // Shuffled: a contestant that runs out of time has then seen questions of all articles.
  const random = createRandom(3);
  const questions = base.questions
    .filter((_, i) => i % step === 0)
    .slice(0, queryCount)
    .map((question) => ({ question, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ question }) => question);
  const queries = questions.map((text) => {
    return { text, tokens: analyzer.analyze(text, base.language).map(({ term }) => term) };
  });
  writeLines(join(folder, 'queries.tsv'), queries.map(queryLine));
  return base;
}

export function readCollectionQueries(folder: string) {
  return readQueries(join(folder, 'queries.tsv'));
}

/** Streams the passages, so that no contestant's memory is charged with the text. */
export function* readCollectionPassages(folder: string): Generator<PeerPassage> {
  for (const line of readLines(join(folder, 'passages.tsv'))) {
    const [title = '', text = '', tokens = ''] = line.split('\t');
    yield { title, text, tokens: tokens.split(' ') };
  }
}

function* readLines(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  const chunk = Buffer.alloc(1 << 20);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = bytes.lastIndexOf(10);
      if (end >= 0) yield* bytes.subarray(0, end).toString('utf8').split('\n');
      rest = bytes.subarray(end + 1);
    }
  } finally {
    closeSync(handle);
  }
}
