import type { LabelView } from '../labels/labels.queries.ts';
import { type DocumentRow, type DocumentState, states } from './document-rows.ts';

/** The lines of the stream of rows, by kind; other kinds are left for a newer page. */
export type ListingLine =
  | { kind: 'start'; at: string; total: number; whole: boolean; columns: string[] }
  | { kind: 'folders'; folders: [string, string][] }
  | { kind: 'labels'; labels: LabelView[] }
  | { kind: 'people'; people: [string, string][] }
  | { kind: 'reasons'; reasons: [string, string, string][] }
  | { kind: 'rows'; rows: unknown[][] }
  | { kind: 'end'; sent: number; cut: boolean };

/** Objects of a stream of newline-delimited JSON, as they arrive. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<ListingLine> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let rest = '';
  try {
    while (true) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line) as ListingLine;
      if (done) break;
    }
    if (rest !== '') yield JSON.parse(rest) as ListingLine;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Reads the arrays of a `rows` line by the names that the `start` line gave. */
export function rowReader(columns: readonly string[]): (values: unknown[]) => DocumentRow {
  const at = (name: string): number => columns.indexOf(name);
  const index = {
    id: at('id'),
    fileName: at('fileName'),
    folderId: at('folderId'),
    parentDocumentId: at('parentDocumentId'),
    createdBy: at('createdBy'),
    state: at('state'),
    reason: at('reason'),
    format: at('format'),
    language: at('language'),
    parts: at('parts'),
    ocrParts: at('ocrParts'),
    unreadParts: at('unreadParts'),
    ocrConfidence: at('ocrConfidence'),
    sizeBytes: at('sizeBytes'),
    createdAtMs: at('createdAtMs'),
    progressDone: at('progressDone'),
    progressTotal: at('progressTotal'),
    version: at('version'),
    labelId: at('labelId'),
    hasSuggestion: at('hasSuggestion'),
  };
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return (values) => ({
    id: String(values[index.id]),
    fileName: String(values[index.fileName]),
    folderId: text(values[index.folderId]),
    parentDocumentId: text(values[index.parentDocumentId]),
    createdBy: text(values[index.createdBy]),
    state: stateOf(values[index.state]),
    reason: text(values[index.reason]),
    format: text(values[index.format]),
    language: text(values[index.language]),
    parts: number(values[index.parts]),
    ocrParts: number(values[index.ocrParts]) ?? 0,
    unreadParts: number(values[index.unreadParts]) ?? 0,
    ocrConfidence: number(values[index.ocrConfidence]),
    sizeBytes: number(values[index.sizeBytes]) ?? 0,
    createdAtMs: number(values[index.createdAtMs]) ?? 0,
    progressDone: number(values[index.progressDone]) ?? 0,
    progressTotal: number(values[index.progressTotal]),
    version: number(values[index.version]) ?? 1,
    labelId: String(values[index.labelId]),
    hasSuggestion: values[index.hasSuggestion] === true,
  });
}

function stateOf(value: unknown): DocumentState {
  return states.find((state) => state === value) ?? 'queued';
}
