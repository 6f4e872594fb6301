import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions } from '../bench.ts';
import { findDefaultData } from '../sets/default-data.ts';

/** The file that `--data` names, all JSON files of the folder that it names, or those of the default set. Loud when there is none. */
export function squadFiles(options: BenchOptions): string[] {
  const place = options.data ?? findDefaultData('qa_squad');
  if (place === null) throw new Error('no SQuAD data: name a file or folder with --data, or set NEXUS_BENCH_DATA');
  if (!statSync(place).isDirectory()) return [place];
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new Error(`${place} holds no .json file`);
  return files.sort().map((name) => join(place, name));
}

/** The BEIR folder that `--data` names, or every one below it or in the default set. */
export function beirFolders(options: BenchOptions): string[] {
  const place = options.data ?? findDefaultData('ir_classic');
  if (place === null) throw new Error('no BEIR data: name a folder with --data, or set NEXUS_BENCH_DATA');
  const corpora = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)corpus\.jsonl$/.test(name),
  );
  if (corpora.length === 0) throw new Error(`${place} holds no corpus.jsonl`);
  return corpora.sort().map((name) => join(place, name, '..'));
}
