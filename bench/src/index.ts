export type { Bench, BenchOptions, BenchResult, Figures } from './bench.ts';
export type { Peer, PeerPassage, PeerQuery, PeerRun, PeerTask } from './peers/peer.ts';
export { allPeers, runPeers } from './peers/run-peers.ts';
