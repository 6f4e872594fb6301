import { expect, test } from 'vitest';
import type { PeerTask } from '../src/peers/peer.ts';
import { allPeers } from '../src/peers/run-peers.ts';

const texts = [
  'the old stone bridge',
  'a wooden house by the river',
  'contract 2024/17 for the bridge works',
  'minutes of a meeting',
];
const filler = Array.from({ length: 12 }, (_, i) => `filler passage number ${i} about nothing`);
const passages = [...texts, ...filler].map((text) => ({ title: 'Works', text, tokens: text.split(' ') }));
const query = (text: string) => ({ text, tokens: text.split(' ') });
const task: Omit<PeerTask, 'analysis'> = {
  language: 'en',
  passages,
  queries: [query('stone bridge'), query('wooden house'), query('zebra')],
  limit: 3,
};

test.each(allPeers.filter((peer) => peer.unavailable() === null))(
  '$name finds what it should, with both analyzers',
  async (peer) => {
    for (const analysis of ['best', 'ours'] as const) {
      const run = await peer.run({ ...task, analysis });
      expect(run.rankings[0]!.slice(0, 2)).toEqual([0, 2]);
      expect(run.rankings[1]![0]).toBe(1);
      expect(run.rankings[2]).toEqual([]);
      expect(run.latenciesMs).toHaveLength(3);
      expect(run.buildSeconds).toBeGreaterThan(0);
    }
  },
);
