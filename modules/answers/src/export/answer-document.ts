import type { AnsweredQuestion, CitedQuote } from '../answer-view.model.ts';
import { placeWords } from './place-words.ts';
import { type ExportLanguage, exportWords } from './words.ts';

/** Text with the words that answer in the middle; `marked` is empty where nothing is marked. */
export type MarkedQuote = { before: string; marked: string; after: string };

export type ExportedQuote = { number: number; quote: MarkedQuote | null; sources: string[] };

/** An answer on paper, in words only: what either writer puts on the page, in this order. */
export type AnswerDocument = {
  language: ExportLanguage;
  /** On every page: the label of the whole, and whom this is for. */
  banner: string;
  /** Of the label, as `#rrggbb`. */
  colour: string;
  title: string;
  subtitle: string;
  lead: string;
  quotes: ExportedQuote[];
  notes: string[];
  footer: string;
};

export type ExportOptions = { language: ExportLanguage; timeZone: string; exportedAt: Date };

/** Below this the reader is asked to check; the page says the same at the same place. */
const sureFrom = 0.6;

/** Everything that is known of an answer, in the order in which it is read. Sources that are gone leave a line that says so. */
export function answerDocument(answer: AnsweredQuestion, options: ExportOptions): AnswerDocument {
  const { language, timeZone, exportedAt } = options;
  const words = exportWords[language];
  const when = (date: Date): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(date);
  const isFound = answer.outcome === 'answered';
  const cited = answer.citations.filter(({ role }) => role === (isFound ? 'quote' : 'nearest'));
  const quotes = cited.map((citation) => ({
    number: citation.sentence,
    quote: citation.source && marked(citation.source, isFound),
    sources: citation.source
      ? [
          referenceOf(citation.source, language),
          ...alsoIn(answer, citation).map((source) => `${words.alsoIn} ${referenceOf(source, language)}`),
        ]
      : [words.sourceGone],
  }));
  const scope = answer.scope.spaceIds === null ? words.everywhere : words.inSpaces(answer.scope.spaceIds.length);
  const notes = [
    ...conflictNotes(cited, words.conflict),
    ...(isFound && answer.confidence < sureFrom ? [words.unsure] : []),
    ...answer.corrections.map(({ from, to }) => words.corrected(from, to)),
    ...(answer.searchedText ? [words.inContext(printable(answer.searchedText))] : []),
    words.extractive,
  ];
  return {
    language,
    banner: `${printable(language === 'es' ? answer.label.text : answer.label.textEn)} · ${words.banner}`,
    colour: answer.label.colour,
    title: printable(answer.text),
    subtitle: [
      when(answer.askedAt),
      scope,
      words.passages(new Intl.NumberFormat(language, { useGrouping: 'always' }).format(answer.passagesSearched)),
      ...(answer.scope.filters ? [words.filtered] : []),
    ].join(' · '),
    lead: isFound ? '' : [words.notFound, ...(quotes.length > 0 ? [words.nearest] : [])].join(' '),
    quotes,
    notes,
    footer: words.footer(when(exportedAt), timeZone, answer.id),
  };
}

type Source = NonNullable<CitedQuote['source']>;

function alsoIn(answer: AnsweredQuestion, { sentence, role }: CitedQuote): Source[] {
  if (role !== 'quote') return [];
  return answer.citations.flatMap((one) => {
    return one.role === 'also' && one.sentence === sentence && one.source ? [one.source] : [];
  });
}

function conflictNotes(cited: readonly CitedQuote[], sentence: (numbers: string) => string): string[] {
  const groups = new Map<number, number[]>();
  for (const { conflict, sentence: number, source } of cited)
    if (conflict !== null && source) groups.set(conflict, [...(groups.get(conflict) ?? []), number]);
  return [...groups.values()].filter(({ length }) => length > 1).map((numbers) => sentence(numbers.join(', ')));
}

function marked({ quote, span }: Source, isAnswer: boolean): MarkedQuote {
  const at = span && isAnswer ? span : { start: quote.length, end: quote.length };
  return {
    before: printable(quote.slice(0, at.start)),
    marked: printable(quote.slice(at.start, at.end)),
    after: printable(quote.slice(at.end)),
  };
}

function referenceOf(source: Source, language: ExportLanguage): string {
  const file = [source.folderPath, source.fileName].filter((part) => part !== '').join('/');
  const name = source.title && source.title !== source.fileName ? `${source.title} (${file})` : file;
  const place = source.places[0] ? placeWords(source.format, source.places[0], language) : '';
  const where = [name, source.headings.at(-1) ?? '', place].filter((part) => part !== '').join(' · ');
  return printable(`${source.label.portionMark} ${where}`);
}

/** Without what XML cannot hold and paper cannot show. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '');
}
