import createIndex from 'wink-bm25-text-search';
import utils from 'wink-nlp-utils';
import { measureQueries, settledMemory, timed } from './measure.ts';
import type { Peer } from './peer.ts';

const lower = (text: string) => text.toLowerCase();
const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const atSpaces = (text: string) => text.split(' ').filter(Boolean);

/**
 * In memory, JavaScript. Its own stemmer and stop list are English; for Spanish it gets words in lower case. Its index refuses collections that are too
 * small, and documents without words, which is why a constant word is added to every one.
 */
export const winkPeer: Peer = {
  name: 'wink-bm25',
  unavailable: () => null,
  async run({ passages, queries, analysis, language, limit, maxSeconds }) {
    const ours = analysis === 'ours';
    const before = settledMemory();
    const index = createIndex();
    index.defineConfig({ fldWeights: { text: 1 } });
    if (ours) index.definePrepTasks([atSpaces]);
    else if (language === 'en') {
      const { string, tokens } = utils;
      index.definePrepTasks([string.lowerCase, string.tokenize0, tokens.removeWords, tokens.stem]);
    } else index.definePrepTasks([lower, words]);
    const { seconds } = await timed(() => {
      let id = 0;
      for (const { title, text, tokens } of passages) {
        index.addDoc({ text: `${ours ? tokens.join(' ') : `${title} ${text}`} zzpassage` }, id);
        id += 1;
      }
      index.consolidate();
    });
    const memoryBytes = settledMemory() - before;
    const { results, latenciesMs } = await measureQueries(
      queries,
      (query) => index.search(ours ? query.tokens.join(' ') : query.text, limit).map(([id]) => Number(id)),
      maxSeconds,
    );
    return { rankings: results, latenciesMs, buildSeconds: seconds, memoryBytes };
  },
};
