import { read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Conversation } from '../answer.ts';
import { conversationQuery } from '../conversations.queries.ts';

export type ConversationChange = { title?: string; pinned?: boolean };

/** Renames and pins. A conversation is one person's own, so the last word holds. */
export function useChangeConversation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: ConversationChange }) =>
      read(
        api.PATCH('/api/v1/conversations/{conversationId}', {
          params: { path: { conversationId: id }, header: { 'If-Match': '*' } },
          body: change,
        }),
      ),
    onSuccess: (changed) => {
      queries.setQueryData(
        conversationQuery(changed.id).queryKey,
        (known: Conversation | undefined) => known && { ...known, ...changed },
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversations'] }),
  });
}

export function useDeleteConversation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/v1/conversations/{conversationId}', { params: { path: { conversationId: id } } }),
    onSuccess: (_none, id) => queries.removeQueries(conversationQuery(id)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversations'] }),
  });
}
