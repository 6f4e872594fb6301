import { newIdempotencyKey, read } from '@nexus/page/api';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Answer } from './answer.ts';
import { type AskPhase, askWithPatience } from './ask-with-patience.ts';
import { addAnswer } from './conversations.queries.ts';
import { type AskBody, createKeptQuestions } from './kept-question.ts';

export const keptQuestions = createKeptQuestions(sessionStorage, newIdempotencyKey);

export type PendingQuestion = { place: string; text: string; phase: AskPhase };
export type FailedQuestion = { place: string; text: string; problem: unknown };

export type Asking = {
  pending: PendingQuestion | null;
  failed: FailedQuestion | null;
  /** `place` is the draft's: conversation, or space while there is none. */
  ask(place: string, body: AskBody): void;
  /** Gives up waiting; the words go back into the box. */
  cancel(): void;
};

export type AskingEvents = {
  onAnswered(answer: Answer): void;
  /** Not answered after all: here are the words, to be kept. */
  onReturned(place: string, text: string): void;
};

/** One question at a time: on its way, answered, refused or called back. */
export function useAsking(events: AskingEvents): Asking {
  const queries = useQueryClient();
  const [pending, setPending] = useState<PendingQuestion | null>(null);
  const [failed, setFailed] = useState<FailedQuestion | null>(null);
  const controller = useRef<AbortController | null>(null);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });

  async function send(place: string, body: AskBody): Promise<void> {
    const { text } = body;
    const own = new AbortController();
    controller.current = own;
    const header = { 'Idempotency-Key': keptQuestions.idempotencyKey(place, body) };
    setFailed(null);
    setPending({ place, text, phase: 'asking' });
    try {
      const answer = await askWithPatience(
        () => read(api.POST('/api/v1/questions', { body, params: { header }, signal: own.signal })),
        {
          signal: own.signal,
          onPhase: (phase) => setPending({ place, text, phase }),
          wait: (ms) => abortable(own.signal, (done) => void setTimeout(done, ms)),
          untilSignedIn: () => abortable(own.signal, (done) => onSignedIn(queries, done)),
        },
      );
      keptQuestions.forgetSent(place);
      addAnswer(queries, answer);
      latest.current.onAnswered(answer);
    } catch (problem) {
      latest.current.onReturned(place, text);
      if (!own.signal.aborted) setFailed({ place, text, problem });
    } finally {
      if (controller.current === own) controller.current = null;
      setPending(null);
    }
  }

  return {
    pending,
    failed,
    ask: (place, body) => {
      if (!controller.current) void send(place, body);
    },
    cancel: () => controller.current?.abort(),
  };
}

function abortable(signal: AbortSignal, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    start(resolve);
  });
}

/** The page asks who is there as soon as somebody has signed in again. */
function onSignedIn(queries: QueryClient, done: () => void): void {
  const stop = queries.getQueryCache().subscribe((event) => {
    if (event.query.queryKey[0] !== 'me' || event.type !== 'updated' || event.action.type !== 'success') return;
    if (!event.query.state.data) return;
    stop();
    done();
  });
}
