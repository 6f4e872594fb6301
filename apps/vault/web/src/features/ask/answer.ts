import type { Answered } from '../../api/client.ts';

export type Answer = Answered<'askQuestion'>;
export type Citation = Answer['citations'][number];
export type Conversation = Answered<'getConversation'>;
export type ConversationSummary = Answered<'listConversations'>['items'][number];

/** One numbered sentence of an answer: its first source and the others that say the same. */
export type Quote = { number: number; citation: Citation; also: Citation[] };

/** Below this, answers of the kind are wrong about as often as not; the person is asked to look closely. */
const sureFrom = 0.6;

export function isUnsure(confidence: number): boolean {
  return confidence < sureFrom;
}

export function quotesOf(answer: Pick<Answer, 'citations'>): Quote[] {
  return answer.citations
    .filter(({ role }) => role === 'quote')
    .map((citation) => ({
      number: citation.sentence,
      citation,
      also: answer.citations.filter(({ role, sentence }) => role === 'also' && sentence === citation.sentence),
    }));
}

/** What comes nearest when nothing answers: numbered too, and never an answer. */
export function nearestOf(answer: Pick<Answer, 'citations'>): Quote[] {
  return answer.citations
    .filter(({ role }) => role === 'nearest')
    .map((citation) => ({ number: citation.sentence, citation, also: [] }));
}

/** Groups of quotes that contradict each other; a quote whose rival can no longer be read contradicts nothing. */
export function conflictsOf(quotes: readonly Quote[]): Quote[][] {
  const groups = new Map<number, Quote[]>();
  for (const quote of quotes) {
    const { conflict, source } = quote.citation;
    if (conflict !== null && source) groups.set(conflict, [...(groups.get(conflict) ?? []), quote]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

export function findCitation(answers: readonly Answer[], citationId: string | undefined) {
  for (const answer of answers) {
    const citation = answer.citations.find(({ id }) => id === citationId);
    if (citation) return { answer, citation };
  }
  return null;
}

/** Where the cited words stand, for the address of the document: the first place, which is where reading begins. */
export function placeOf(citation: Citation): { part?: number; block?: number; start?: number; end?: number } {
  const [place] = citation.source?.places ?? [];
  if (!place) return {};
  const { part, block, start, end } = place;
  return { part, block, start, end };
}
