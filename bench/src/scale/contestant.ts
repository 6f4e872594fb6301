import { writeFileSync } from 'node:fs';
import type { PeerTask } from '../peers/peer.ts';
import { allPeers } from '../peers/run-peers.ts';
import { readCollectionPassages, readCollectionQueries } from './collection.ts';
import { runManyCells } from './many-cells.ts';
import { buildOurs, runOurs } from './our-index.ts';

/**
 * One step of the scale bench in a process of its own, so that no contestant pays for another's garbage: `node --expose-gc contestant.ts <JSON>`. The
 * result goes to the file named in it.
 */
export type ContestantTask = {
  step: 'build' | 'rank' | 'cells' | 'peer';
  collection: string;
  indexFolder: string;
  language: PeerTask['language'];
  limit: number;
  resultFile: string;
  peer?: string;
  analysis?: PeerTask['analysis'];
  cells?: number;
  readable?: number;
};

const task: ContestantTask = JSON.parse(process.argv[2]!);
const { collection, indexFolder, language, limit } = task;

async function run(): Promise<unknown> {
  if (task.step === 'build') return buildOurs(collection, indexFolder, language);
  if (task.step === 'rank') return runOurs(collection, indexFolder, limit);
  if (task.step === 'cells') {
    return runManyCells(collection, { cells: task.cells ?? 5000, readable: task.readable ?? 500, limit, language });
  }
  const peer = allPeers.find(({ name }) => name === task.peer)!;
  const queries = readCollectionQueries(collection);
  const passages = readCollectionPassages(collection);
  return peer.run({ language, analysis: task.analysis!, passages, queries, limit, maxSeconds: 20 });
}

writeFileSync(task.resultFile, JSON.stringify(await run()));
