import type { Language } from '@nexus/search';

/** One passage as a peer gets it. `tokens` are the terms of our analyzer (title words included), space-joined for the `+ours` run. */
export type PeerPassage = { title: string; text: string; tokens: readonly string[] };

export type PeerQuery = { text: string; tokens: readonly string[] };

/**
 * `best`: the peer's own best analyzer for the language. `ours`: the peer is fed with our terms and splits at spaces only. Passages are numbered
 * from 0 in the order given, and rankings name those numbers.
 */
export type PeerTask = {
  language: Language;
  analysis: 'best' | 'ours';
  /** Read once, in order; a large collection need not be in memory. */
  passages: Iterable<PeerPassage>;
  queries: readonly PeerQuery[];
  /** Results per query. */
  limit: number;
  /** For timing alone: each round of queries may end after this time, rankings are then of the first queries only. */
  maxSeconds?: number;
};

export type PeerRun = {
  /** Passage numbers, best first, one list per query. */
  rankings: readonly (readonly number[])[];
  /** One per query, measured around the search call alone after a warm-up round. */
  latenciesMs: readonly number[];
  buildSeconds: number;
  /** Absent when the peer keeps nothing on disk. */
  diskBytes?: number;
  /** Growth of the resident memory of the process that holds the index, text not included where it can be left out. */
  memoryBytes?: number;
};

export type Peer = {
  name: string;
  /** Null when it can run here, else the reason, for the log. */
  unavailable(): string | null;
  run(task: PeerTask): Promise<PeerRun>;
};
