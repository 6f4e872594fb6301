import MiniSearch from 'minisearch';
import { measureQueries, settledMemory, timed } from './measure.ts';
import type { Peer } from './peer.ts';

/** In memory, JavaScript. Its default analyzer is its best: it has no stemmer of its own. */
export const minisearchPeer: Peer = {
  name: 'minisearch',
  unavailable: () => null,
  async run({ passages, queries, analysis, limit, maxSeconds }) {
    const ours = analysis === 'ours';
    const before = settledMemory();
    const index = new MiniSearch<{ id: number; title: string; text: string }>({
      fields: ours ? ['text'] : ['title', 'text'],
      ...(ours && { tokenize: (text: string) => text.split(' '), processTerm: (term: string) => term }),
    });
    const { seconds } = await timed(() => {
      let id = 0;
      for (const { title, text, tokens } of passages) {
        index.add(ours ? { id, title: '', text: tokens.join(' ') } : { id, title, text });
        id += 1;
      }
    });
    const memoryBytes = settledMemory() - before;
    const { results, latenciesMs } = await measureQueries(
      queries,
      (query) =>
        index
          .search(ours ? query.tokens.join(' ') : query.text)
          .slice(0, limit)
          .map((result): number => result.id),
      maxSeconds,
    );
    return { rankings: results, latenciesMs, buildSeconds: seconds, memoryBytes };
  },
};
