/** What a document of the samples is made of, before a writer gives it a format. */
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; header: readonly string[]; rows: readonly (readonly string[])[] };

export type SampleDocument = {
  title: string;
  author: string;
  /** ISO date that the document claims to be of. */
  date: string;
  language: 'es' | 'en';
  /** Printed at the head of every page. */
  pageHead: string;
  blocks: readonly Block[];
};

export const title = (text: string): Block => ({ kind: 'heading', level: 1, text });
export const section = (text: string): Block => ({ kind: 'heading', level: 2, text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const list = (...items: string[]): Block => ({ kind: 'list', items });
export const table = (header: readonly string[], ...rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  header,
  rows,
});
