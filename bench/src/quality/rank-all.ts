import type { BenchOptions, Figures } from '../bench.ts';
import { percentile } from '../peers/measure.ts';
import { allPeers, runPeers } from '../peers/run-peers.ts';
import type { Judged } from './metrics.ts';
import { benchAnalyzer, type CollectionPassage, createOurCollection } from './our-collection.ts';
import { textLanguage } from './text-language.ts';

export type RankingTask = {
  passages: readonly CollectionPassage[];
  queries: readonly { text: string; relevant: ReadonlyMap<number, number> }[];
};

/** Ranks every query with ours and with each peer, and reduces each contestant's rankings to figures. `--peers none` or a list leaves some out. */
export async function rankAll(
  { passages, queries }: RankingTask,
  options: BenchOptions,
  figuresOf: (judged: readonly Judged[]) => Figures,
): Promise<{ ours: Figures; peers: Record<string, Figures> }> {
  const language = textLanguage(passages.map((passage) => passage.text));
  options.log('ours ...');
  const collection = await createOurCollection(passages, language);
  const ours: Judged[] = [];
  const latencies: number[] = [];
  for (const { text, relevant } of queries) {
    const start = performance.now();
    const { ranking } = await collection.rank(text);
    latencies.push(performance.now() - start);
    ours.push({ ranking: ranking.map(({ passage }) => passage), relevant });
  }
  const chosen = options.flags['peers']?.split(',');
  const runs = await runPeers(
    {
      language,
      passages: passages.map(({ title, text }) => ({ title, text, tokens: [...termsOf(title), ...termsOf(text)] })),
      queries: queries.map(({ text }) => ({ text, tokens: termsOf(text) })),
      limit: 10,
    },
    options.log,
    allPeers.filter(({ name }) => chosen === undefined || chosen.includes(name)),
  );
  const peers: Record<string, Figures> = {};
  for (const [name, run] of runs) {
    const judged = run.rankings.map((ranking, query) => ({ ranking, relevant: queries[query]!.relevant }));
    peers[name] = {
      ...figuresOf(judged),
      p50_ms: percentile(run.latenciesMs, 0.5),
      p99_ms: percentile(run.latenciesMs, 0.99),
    };
  }
  return {
    ours: { ...figuresOf(ours), p50_ms: percentile(latencies, 0.5), p99_ms: percentile(latencies, 0.99) },
    peers,
  };
}

function termsOf(text: string): string[] {
  return benchAnalyzer.analyze(text).map((token) => token.term);
}
