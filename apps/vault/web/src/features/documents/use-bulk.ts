import { useProblemText } from '@nexus/page';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import type { DocumentRow } from '../../app/listing/document-rows.ts';
import { listingKey } from './use-listing.ts';

export type BulkAction = 'delete' | 'retry' | 'cancel';
export type BulkRun = { action: BulkAction; done: number; total: number };
export type BulkProblem = { action: BulkAction; failed: { name: string; why: string }[] };

const atOnce = 4;

const requests: Record<BulkAction, (documentId: string) => Promise<unknown>> = {
  delete: (documentId) => api.DELETE('/api/v1/documents/{documentId}', { params: { path: { documentId } } }),
  retry: (documentId) => api.POST('/api/v1/documents/{documentId}/retry', { params: { path: { documentId } } }),
  cancel: (documentId) => api.POST('/api/v1/documents/{documentId}/cancel', { params: { path: { documentId } } }),
};

/** Does one thing to many documents, a few at a time, and tells which of them could not be done and why. */
export function useBulk(spaceId: string) {
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [run, setRun] = useState<BulkRun | null>(null);
  const [problem, setProblem] = useState<BulkProblem | null>(null);

  async function start(action: BulkAction, rows: readonly DocumentRow[]): Promise<void> {
    const waiting = [...rows];
    const failed: BulkProblem['failed'] = [];
    let done = 0;
    setProblem(null);
    setRun({ action, done, total: rows.length });
    async function work(): Promise<void> {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        try {
          await requests[action](row.id);
        } catch (error) {
          failed.push({ name: row.fileName, why: problemText(error) });
        }
        done += 1;
        setRun({ action, done, total: rows.length });
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work));
    setRun(null);
    if (failed.length > 0) setProblem({ action, failed });
    await Promise.all([
      queries.invalidateQueries({ queryKey: listingKey(spaceId) }),
      queries.invalidateQueries({ queryKey: ['ingest', spaceId] }),
      queries.invalidateQueries({ queryKey: ['space-overview', spaceId] }),
    ]);
  }

  return { run, problem, start, forget: () => setProblem(null) };
}
