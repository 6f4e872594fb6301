import { newIdempotencyKey, read } from '@nexus/page/api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

/** Somebody's wish for another label on a document: raised at once, or decided by a second person. */
export type LabelRequest = Answered<'listReclassifications'>['items'][number];

const key = 'label-requests';

export const openRequestsQuery = queryOptions({
  queryKey: [key, 'open'],
  queryFn: async (): Promise<LabelRequest[]> =>
    (await read(api.GET('/api/v1/reclassifications', { params: { query: { state: 'requested' } } }))).items,
});

export const allRequestsQuery = queryOptions({
  queryKey: [key, 'all'],
  queryFn: async (): Promise<LabelRequest[]> =>
    (await read(api.GET('/api/v1/reclassifications', { params: { query: {} } }))).items,
});

/** The one request for a document that waits to be decided. */
export const documentRequestQuery = (documentId: string) =>
  queryOptions({
    queryKey: [key, 'document', documentId],
    queryFn: async (): Promise<LabelRequest | null> => {
      const query = { state: 'requested' as const, documentId };
      return (await read(api.GET('/api/v1/reclassifications', { params: { query } }))).items[0] ?? null;
    },
  });

/** What one does about the label of a document; everything that shows it is read anew. */
export function useLabelChanges() {
  const queries = useQueryClient();
  async function refresh(documentId: string): Promise<void> {
    const keys = [[key], ['document', documentId], ['document-rows'], ['conversations'], ['conversation'], ['search']];
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  }
  return {
    async relabel(documentId: string, labelId: string, reason?: string): Promise<LabelRequest> {
      const made = await read(
        api.POST('/api/v1/documents/{documentId}/label', {
          params: { path: { documentId }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { labelId, ...(reason ? { reason } : {}) },
        }),
      );
      await refresh(documentId);
      return made;
    },
    async keepLabel(documentId: string): Promise<void> {
      await api.DELETE('/api/v1/documents/{documentId}/label-suggestion', { params: { path: { documentId } } });
      await refresh(documentId);
    },
    async decide({ id, documentId }: LabelRequest, decision: 'approve' | 'reject', note: string): Promise<void> {
      const params = { path: { reclassificationId: id } };
      const body = { decision, ...(note.trim() ? { note: note.trim() } : {}) };
      try {
        await api.POST('/api/v1/reclassifications/{reclassificationId}/decision', { params, body });
      } finally {
        await refresh(documentId);
      }
    },
    async withdraw({ id, documentId }: LabelRequest): Promise<void> {
      const params = { path: { reclassificationId: id } };
      try {
        await api.DELETE('/api/v1/reclassifications/{reclassificationId}', { params });
      } finally {
        await refresh(documentId);
      }
    },
  };
}
