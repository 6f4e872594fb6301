import type { Database, Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import {
  type Analyzer,
  didYouMean,
  holdsPhrases,
  needsVerification,
  type ParsedQuery,
  type PostingsQuery,
  parseQuery,
  type RankedPassage,
  toPostingsQuery,
} from '@nexus/search';
import { isNamedLabel } from './named-labels.ts';
import type { Ranker } from './ranking.ts';
import { type FoundPassage, indexVersionOf, openRanked, readableCells } from './readable-passages.ts';
import type {
  AccessPort,
  AuditPort,
  CardsPort,
  DocumentCard,
  FingerprintPort,
  KeyringPort,
  LabelsPort,
  LabelView,
} from './retrieval.ports.ts';

export type SearchInput = {
  text: string;
  spaceIds: readonly string[] | null;
  limit: number;
  /** Only passages that hold every word; no other word stands in for one. */
  everyWord?: boolean;
};

export type SearchHit = {
  found: FoundPassage;
  card: DocumentCard;
  label: LabelView;
  /** Where the words of the search stand in the passage. */
  marks: { start: number; end: number }[];
};

export type SearchOutcome = {
  outcome: ParsedQuery['outcome'];
  hits: SearchHit[];
  passagesSearched: number;
  didYouMean: string | null;
  problems: ParsedQuery['problems'];
  durationMs: number;
};

export type SearchDependencies = {
  database: Pick<Database, 'withActor'>;
  analyzer: Analyzer;
  rank: Ranker;
  keyring: KeyringPort & FingerprintPort;
  cards: CardsPort;
  accessOf: AccessPort;
  labels: LabelsPort;
  audit: AuditPort;
};

/** The search box: operators, filters, phrases. One transaction with its audit entry, like a question. */
export function createSearchPassages(dependencies: SearchDependencies) {
  const { database, analyzer, rank, keyring, cards, accessOf, labels, audit } = dependencies;
  return function searchPassages(actor: PersonActor, input: SearchInput): Promise<SearchOutcome> {
    const startedAt = performance.now();
    const query = parseQuery(analyzer, input.text);
    return database.withActor<unknown, SearchOutcome>(actor, async (tx) => {
      const { cells, passages: passagesSearched } = await readableCells(
        accessOf,
        tx,
        input.spaceIds,
        query.labels.length > 0 ? (labelId) => isNamedLabel(labels.viewOf(labelId), query.labels) : undefined,
      );
      const result: SearchOutcome = {
        outcome: query.outcome,
        hits: [],
        passagesSearched,
        didYouMean: null,
        problems: query.problems,
        durationMs: 0,
      };
      const folderIds = query.folders.length > 0 ? await cards.findFolderIds(tx, query.folders, input.spaceIds) : null;
      // An empty list of folders would mean every folder to the index; here it means that no such folder is to be seen.
      if (query.outcome === 'ok' && folderIds?.length !== 0) {
        const open = (ranked: readonly RankedPassage[]) => openRanked({ keyring, cards, accessOf }, tx, ranked);
        const ranking = await rank<FoundPassage>({
          cells,
          text: query.text,
          query: (terms) => (input.everyWord ? withEveryWord(query) : toPostingsQuery(query, terms)),
          excluded: query.excludedTerms,
          filters: folderIds ? { ...query.filters, folderIds } : query.filters,
          ...(needsVerification(query)
            ? { verify: (batch: readonly RankedPassage[]) => verify(tx, query, batch) }
            : {}),
          limit: input.limit,
          open,
        });
        const cardOf = await cards.cardsOf(tx, [...new Set(ranking.passages.map((found) => found.sourceId))]);
        const terms = new Set([...ranking.weights.keys()]);
        result.hits = ranking.passages.flatMap((found) => {
          const card = cardOf.get(found.sourceId);
          const label = labels.viewOf(found.labelId);
          return card ? [{ found, card, label, marks: marksOf(found.passage.text, terms) }] : [];
        });
        const texts = ranking.passages.map((found) => found.passage.text);
        result.didYouMean =
          ranking.corrections.length > 0 ? didYouMean(analyzer, query.text, ranking.corrections, texts) : null;
      }
      await audit.record(tx, {
        actor,
        action: 'search.performed',
        outcome: 'success',
        ...(input.spaceIds?.length === 1 ? { spaceId: input.spaceIds[0]! } : {}),
        objects: [...new Set(result.hits.map(({ card }) => card.id))].map((id) => ({ kind: 'document', id })),
        details: {
          questionHash: keyring.system().fingerprint('audit.question', input.text).toString('hex'),
          indexVersion: indexVersionOf(cells),
          hits: result.hits.length,
          cells: cells.length,
          passagesSearched,
        },
      });
      result.durationMs = performance.now() - startedAt;
      return result;
    });
  };

  /** Phrases are decided on the text itself, beyond the best fifty too: the index asks in order of score until enough hold. */
  async function verify(tx: Tx, query: ParsedQuery, batch: readonly RankedPassage[]): Promise<boolean[]> {
    const opened = await openRanked({ keyring, cards, accessOf }, tx, batch);
    const textOf = new Map(opened.map(({ sourceId, ordinal, passage }) => [`${sourceId}.${ordinal}`, passage.text]));
    return batch.map(({ documentId, passage }) => {
      const text = textOf.get(`${documentId}.${passage}`);
      return text !== undefined && holdsPhrases(analyzer, query, text);
    });
  }

  function marksOf(text: string, terms: ReadonlySet<string>): { start: number; end: number }[] {
    const marks: { start: number; end: number }[] = [];
    for (const { term, start, end } of analyzer.analyze(text)) {
      const last = marks.at(-1);
      if (!terms.has(term)) continue;
      if (last && start < last.end) last.end = Math.max(last.end, end);
      else marks.push({ start, end });
    }
    return marks;
  }
}

function withEveryWord(query: ParsedQuery): PostingsQuery {
  const postings = toPostingsQuery(query);
  return { ...postings, required: [...(postings.required ?? []), ...query.terms.map((term) => [term])] };
}
