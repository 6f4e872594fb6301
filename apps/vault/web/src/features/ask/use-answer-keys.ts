import { useHotkeys } from '@mantine/hooks';
import type { RefObject } from 'react';
import { type Answer, type Citation, nearestOf, quotesOf } from './answer.ts';

export type AnswerKeys = { answers: readonly Answer[]; open(citation: Citation): void; close(): void };

/** 1-9 open a source, j and k go from quote to quote, / goes to the box, Escape closes the source. Not while typing, but for Escape. */
export function useAnswerKeys(talk: RefObject<HTMLElement | null>, { answers, open, close }: AnswerKeys): void {
  const quoteElements = (): HTMLElement[] => [
    ...(talk.current?.querySelectorAll<HTMLElement>('[data-citation]') ?? []),
  ];

  function step(by: 1 | -1): void {
    const quotes = quoteElements();
    const at = quotes.indexOf(document.activeElement as HTMLElement);
    // From nowhere: to the first quote of the newest answer.
    const newest = answers.at(-1)?.citations[0]?.id;
    const start = quotes.findIndex((element) => element.dataset['citation'] === newest);
    const next = at < 0 ? quotes[Math.max(0, start)] : quotes[Math.min(quotes.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  function openNumber(number: number): void {
    const focused = document.activeElement?.closest<HTMLElement>('[data-answer]')?.dataset['answer'];
    const answer = answers.find(({ id }) => id === focused) ?? answers.at(-1);
    if (!answer) return;
    const quotes = answer.outcome === 'answered' ? quotesOf(answer) : nearestOf(answer);
    const quote = quotes.find((one) => one.number === number);
    if (quote?.citation.source) open(quote.citation);
  }

  function closeSource(): void {
    // A menu or a dialog over the page closes first.
    if (!document.querySelector('[role="dialog"], [role="menu"]')) close();
  }

  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['/', () => talk.current?.querySelector<HTMLElement>('textarea')?.focus()],
    ...Array.from({ length: 9 }, (_, index): [string, () => void] => [`${index + 1}`, () => openNumber(index + 1)]),
  ]);
  useHotkeys([['Escape', closeSource, { preventDefault: false }]], []);
}
