import type { AskScope } from './scope.ts';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type AskBody = AskScope & { text: string; conversationId?: string };

/** One place for what is being written: the conversation, or the space while there is none. */
export function draftKeyOf(spaceId: string, conversationId: string | undefined): string {
  return conversationId ?? `new.${spaceId}`;
}

/**
 * What was typed and not yet answered, kept in the tab through reloads, errors and ended sessions. A question that was sent keeps its idempotency key
 * with it, so that the same words sent again are the same question to the server.
 */
export function createKeptQuestions(store: Store, newKey: () => string) {
  const draftAt = (key: string): string => `nexus.draft.${key}`;
  const sentAt = (key: string): string => `nexus.sent.${key}`;

  /** The key of this very request; a new one when anything in it is different from what was sent last. */
  function idempotencyKey(key: string, body: AskBody): string {
    const request = JSON.stringify(body);
    const sent = store.getItem(sentAt(key));
    if (sent) {
      const known = JSON.parse(sent) as { idempotencyKey: string; request: string };
      if (known.request === request) return known.idempotencyKey;
    }
    const fresh = newKey();
    store.setItem(sentAt(key), JSON.stringify({ idempotencyKey: fresh, request }));
    return fresh;
  }

  /** What to put into the box: the draft, else words that were sent and never answered. */
  function textFor(key: string): string {
    const draft = store.getItem(draftAt(key));
    if (draft) return draft;
    const sent = store.getItem(sentAt(key));
    if (!sent) return '';
    const { request } = JSON.parse(sent) as { request: string };
    return (JSON.parse(request) as AskBody).text;
  }

  return {
    textFor,
    keepDraft(key: string, text: string): void {
      if (text === '') store.removeItem(draftAt(key));
      else store.setItem(draftAt(key), text);
    },
    idempotencyKey,
    /** It was answered, or refused for good: neither text nor key is needed any more. */
    forgetSent(key: string): void {
      store.removeItem(sentAt(key));
    },
  };
}

export type KeptQuestions = ReturnType<typeof createKeptQuestions>;
