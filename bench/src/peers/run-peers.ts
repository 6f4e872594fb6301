import { fts5Peer } from './fts5.peer.ts';
import { lucenePeer } from './lucene.peer.ts';
import { minisearchPeer } from './minisearch.peer.ts';
import type { Peer, PeerRun, PeerTask } from './peer.ts';
import { winkPeer } from './wink.peer.ts';

export const allPeers: readonly Peer[] = [minisearchPeer, winkPeer, fts5Peer, lucenePeer];

/**
 * Every peer that can run here, each with its own best analyzer (`lucene`) and with our terms (`lucene+ours`). One that cannot run is named loudly and
 * left out; one that fails, too, because a peer's limits must not end the bench.
 */
export async function runPeers(
  task: Omit<PeerTask, 'analysis'>,
  log: (line: string) => void,
  peers: readonly Peer[] = allPeers,
): Promise<Map<string, PeerRun>> {
  const runs = new Map<string, PeerRun>();
  for (const peer of peers) {
    const reason = peer.unavailable();
    if (reason !== null) {
      log(`!!! ${peer.name} is left out: ${reason}`);
      continue;
    }
    for (const analysis of ['best', 'ours'] as const) {
      const name = analysis === 'best' ? peer.name : `${peer.name}+ours`;
      log(`${name} ...`);
      try {
        runs.set(name, await peer.run({ ...task, analysis }));
      } catch (error) {
        log(`!!! ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return runs;
}
