import { read } from '@nexus/page/api';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { Answer, Conversation } from './answer.ts';

const shortLists = 50;

export const conversationQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', conversationId],
    // Reading one is an entry in the log; going back and forth is not.
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/conversations/{conversationId}', { params: { path: { conversationId } }, signal })),
  });

/** Those that are pinned, or the others, last used first. */
export const historyQuery = (pinned: boolean) =>
  infiniteQueryOptions({
    queryKey: ['conversations', 'history', { pinned }],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/conversations', {
          params: { query: { pinned: `${pinned}`, limit: shortLists, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
  });

export const ingestQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['ingest', spaceId],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/spaces/{spaceId}/ingest', { params: { path: { spaceId } }, signal })),
  });

export const openedCitationQuery = (questionId: string, citationId: string) =>
  queryOptions({
    queryKey: ['opened-citation', questionId, citationId],
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/questions/{questionId}/citations/{citationId}', {
          params: { path: { questionId, citationId } },
          signal,
        }),
      ),
  });

const titleLength = 120;

/** Puts an answer at the end of its conversation as the page holds it, so that it is there at once. */
export function addAnswer(queries: QueryClient, answer: Answer): void {
  const { queryKey } = conversationQuery(answer.conversationId);
  const before = queries.getQueryData<Conversation>(queryKey);
  queries.setQueryData(queryKey, (known: Conversation | undefined): Conversation => {
    if (known?.questions.some(({ id }) => id === answer.id)) return known;
    if (known)
      return {
        ...known,
        // The join of both may be above either: the server knows, and is asked below.
        label: answer.label.rank > known.label.rank ? answer.label : known.label,
        version: known.version + 1,
        updatedAt: answer.askedAt,
        questions: [...known.questions, answer],
      };
    const { spaceIds } = answer.scope;
    return {
      id: answer.conversationId,
      spaceId: spaceIds?.length === 1 ? spaceIds[0]! : null,
      label: answer.label,
      title: answer.text.slice(0, titleLength),
      pinned: false,
      version: 1,
      createdAt: answer.askedAt,
      updatedAt: answer.askedAt,
      questions: [answer],
    };
  });
  if (before && before.label.id !== answer.label.id) void queries.invalidateQueries({ queryKey });
  void queries.invalidateQueries({ queryKey: ['conversations'] });
}
