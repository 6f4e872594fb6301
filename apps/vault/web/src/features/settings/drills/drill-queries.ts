import { newIdempotencyKey, read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../../api/client.ts';

export type DrillQuestion = Answered<'listDrillQuestions'>['items'][number];

export const drillQuestionsQuery = queryOptions({
  queryKey: ['backups', 'drill-questions'],
  queryFn: async (): Promise<DrillQuestion[]> => (await read(api.GET('/api/v1/backups/drill-questions'))).items,
});

/** A document that a question is answered from, or that comes nearest to it. */
export type AnswerSource = { documentId: string; title: string; quote: string };

/** Asks as a drill will, of all that the person may read, and takes the conversation away again: it was no work of theirs. */
export async function trySources(text: string): Promise<AnswerSource[]> {
  const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
  const { conversationId, citations } = await read(api.POST('/api/v1/questions', { params, body: { text } }));
  const path = { conversationId };
  // What stays behind is one more conversation in the history, which its owner sees: no reason to fail.
  await api.DELETE('/api/v1/conversations/{conversationId}', { params: { path } }).catch(() => {});
  const sources = new Map<string, AnswerSource>();
  for (const { source } of citations) {
    if (!source || sources.has(source.documentId)) continue;
    const { documentId, title, fileName, quote } = source;
    sources.set(documentId, { documentId, title: title || fileName, quote });
  }
  return [...sources.values()];
}
