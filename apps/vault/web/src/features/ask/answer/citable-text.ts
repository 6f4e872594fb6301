import type { Answer, Citation, Quote } from '../answer.ts';

export type CitableWords = {
  /** The label of the whole, above and below it as on paper. */
  banner: string;
  /** "pág. 12" and the like. */
  placeOf(source: NonNullable<Citation['source']>): string;
  /** Above quotes that are no answer. */
  notFound: string;
  alsoIn: string;
  sourceGone: string;
  /** The last line: what was searched and when. */
  footer: string;
};

/** An answer to paste elsewhere, each quotation with its document and place; plain, and formatted for word processors. */
export function citableText(
  answer: Pick<Answer, 'text' | 'outcome'>,
  quotes: readonly Quote[],
  words: CitableWords,
): { text: string; html: string } {
  const lead = answer.outcome === 'not_found' ? words.notFound : '';
  const items = quotes.map(({ number, citation, also }) => {
    const mark = citation.source ? `${citation.source.label.portionMark} ` : '';
    const quote = citation.source ? `«${citation.source.quote}»` : words.sourceGone;
    const source = citation.source ? referenceOf(citation.source, words) : '';
    const others = also.flatMap((one) =>
      one.source ? [`${one.source.label.portionMark} ${words.alsoIn} ${referenceOf(one.source, words)}`] : [],
    );
    return { number, mark, quote, lines: [source, ...others].filter((line) => line !== '') };
  });
  const text = [
    words.banner,
    answer.text,
    lead,
    ...items.map(({ number, mark, quote, lines }) =>
      [`${number}. ${mark}${quote}`, ...lines.map((line) => `   — ${line}`)].join('\n'),
    ),
    words.footer,
    words.banner,
  ];
  const banner = `<p><strong>${escapeHtml(words.banner)}</strong></p>`;
  const html = [
    banner,
    `<p><strong>${escapeHtml(answer.text)}</strong></p>`,
    lead && `<p>${escapeHtml(lead)}</p>`,
    ...items.map(({ number, mark, quote, lines }) => {
      const sources = lines.map((line) => `<br>— <small>${escapeHtml(line)}</small>`).join('');
      return `<p>${number}. ${escapeHtml(mark)}<q>${escapeHtml(quote.replace(/^«|»$/g, ''))}</q>${sources}</p>`;
    }),
    `<p><small>${escapeHtml(words.footer)}</small></p>`,
    banner,
  ];
  return { text: text.filter((part) => part !== '').join('\n\n'), html: html.filter((part) => part !== '').join('\n') };
}

/** Title, file with its folder when the title is not the file's name already, and place. */
function referenceOf(source: NonNullable<Citation['source']>, words: Pick<CitableWords, 'placeOf'>): string {
  const file = [source.folderPath, source.fileName].filter((part) => part !== '').join('/');
  const name = source.title && source.title !== source.fileName ? `${source.title} (${file})` : file;
  return [name, words.placeOf(source)].filter((part) => part !== '').join(', ');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
