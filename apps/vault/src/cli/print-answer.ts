import type { QuotedPlace } from '@nexus/search';
import { printable, style, wrap } from '@nexus/terminal';

export type PrintedQuote = {
  sentence: number;
  role: 'quote' | 'also' | 'nearest';
  path: string;
  format?: string | null;
  quote: string;
  span: { start: number; end: number } | null;
  places: readonly QuotedPlace[];
};

export type PrintedAnswer = {
  question: string;
  language: 'es' | 'en';
  outcome: 'answered' | 'not_found';
  lead: string;
  nearestLead: string;
  quotes: readonly PrintedQuote[];
  footer: string;
};

const words = {
  es: { part: 'pág.', cell: 'celda', line: 'línea', also: 'también en' },
  en: { part: 'p.', cell: 'cell', line: 'line', also: 'also in' },
};

/** An answer as lines for a terminal: numbered quotations, best words marked, each with file, page and place. */
export function formatAnswer(answer: PrintedAnswer): string {
  const lines = ['', style('bold', `? ${printable(answer.question)}`), '', style('cyan', answer.lead)];
  const main = answer.quotes.filter((quote) => quote.role !== 'also');
  if (answer.outcome === 'not_found' && main.length > 0) lines.push('', style('dim', answer.nearestLead));
  for (const quote of main) {
    lines.push('', wrap(`${quote.sentence}. «${marked(quote)}»`, 92, '  '), source(quote, answer.language));
    for (const also of answer.quotes) {
      if (also.role !== 'also' || also.sentence !== quote.sentence) continue;
      lines.push(style('dim', `     ${words[answer.language].also} ${placeOf(also, answer.language)}`));
    }
  }
  lines.push('', style('dim', answer.footer), '');
  return lines.join('\n');
}

function marked({ quote, span }: PrintedQuote): string {
  if (!span) return printable(quote);
  const { start, end } = span;
  return (
    printable(quote.slice(0, start)) +
    style(['bold', 'yellow'], printable(quote.slice(start, end))) +
    printable(quote.slice(end))
  );
}

function source(quote: PrintedQuote, language: 'es' | 'en'): string {
  return style('green', `     — ${placeOf(quote, language)}`);
}

/** `contratos/2024-17.pdf, pág. 3` or `presupuesto.xlsx, celda C4`. */
export function placeOf(quote: Pick<PrintedQuote, 'path' | 'places'>, language: 'es' | 'en'): string {
  const { part, cell, line } = words[language];
  const place = quote.places[0];
  const where: string[] = [printable(quote.path)];
  if (place) {
    if (place.range) where.push(`${part} ${place.part}`, `${cell} ${place.range}`);
    else if (place.lines) where.push(`${line} ${place.lines[0]}`);
    else where.push(`${part} ${place.part}`);
  }
  return where.join(', ');
}
