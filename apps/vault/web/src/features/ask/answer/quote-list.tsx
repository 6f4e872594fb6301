import type { Citation, Quote } from '../answer.ts';
import classes from './answer.module.css';
import { QuoteItem } from './quote-item.tsx';

export type QuoteListProps = {
  quotes: readonly Quote[];
  openCitationId: string | undefined;
  onOpen(citation: Citation): void;
  label: string;
  isNearest?: boolean;
};

export function QuoteList({ quotes, openCitationId, onOpen, label, isNearest = false }: QuoteListProps) {
  return (
    <ol className={classes['quotes']} aria-label={label} data-nearest={isNearest || undefined}>
      {quotes.map((quote) => (
        <QuoteItem key={quote.citation.id} quote={quote} openCitationId={openCitationId} onOpen={onOpen} />
      ))}
    </ol>
  );
}
