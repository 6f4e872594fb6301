import { useCallbackRef, useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import { spacesQuery } from '../../app/queries.ts';
import { type Answer, type Citation, findCitation } from './answer.ts';
import classes from './ask.module.css';
import { Composer } from './composer/composer.tsx';
import { conversationQuery } from './conversations.queries.ts';
import { FirstScreen } from './first-screen.tsx';
import { HistoryDrawer } from './history/history-drawer.tsx';
import { draftKeyOf } from './kept-question.ts';
import { askScopeOf, openScope, type Scope, scopeOfAnswer } from './scope.ts';
import { SourcePane } from './source-pane.tsx';
import { Talk } from './talk.tsx';
import { TalkHeader } from './talk-header.tsx';
import { useAnswerKeys } from './use-answer-keys.ts';
import { keptQuestions, useAsking } from './use-asking.ts';
import { useDraft } from './use-draft.ts';

const route = getRouteApi('/signed-in/spaces/$spaceId/ask');
const noAnswers: Answer[] = [];

/** Question, quotes with their sources beside them, and the next question. */
export function AskPage() {
  const { t } = useTranslation('ask');
  const { spaceId } = route.useParams();
  const { q, c, s } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: space } = useQuery({
    ...spacesQuery,
    select: (spaces) => spaces.find(({ id }) => id === spaceId),
  });
  const conversation = useQuery({ ...conversationQuery(c ?? ''), enabled: c !== undefined });
  if (conversation.error) throw conversation.error;
  const answers = (c && conversation.data?.questions) || noAnswers;

  useShownLabels([c ? conversation.data?.label : null, ...answers.map(({ label }) => label)]);

  const [isHistoryOpen, { open: showHistory, close: hideHistory }] = useDisclosure(false);
  const [chosenScope, setChosenScope] = useState<{ place: string; scope: Scope } | null>(null);
  const place = draftKeyOf(spaceId, c);
  const draft = useDraft(place);
  const lastAnswer = answers.at(-1);
  const usualScope = lastAnswer ? scopeOfAnswer(lastAnswer) : openScope;
  const scope = chosenScope?.place === place ? chosenScope.scope : usualScope;
  const setScope = (next: Scope): void => setChosenScope({ place, scope: next });

  const shown = useRef({ place, setText: draft.setText });
  useEffect(() => {
    shown.current = { place, setText: draft.setText };
  });
  const asking = useAsking({
    onAnswered: ({ conversationId }) => {
      // Whoever has gone elsewhere meanwhile stays there.
      if (shown.current.place !== place) return;
      void navigate({ search: { c: conversationId }, replace: true });
    },
    onReturned: (from, text) => {
      if (shown.current.place === from) shown.current.setText(text);
      else keptQuestions.keepDraft(from, text);
    },
  });
  const pending = asking.pending?.place === place ? asking.pending : null;
  const failed = asking.failed?.place === place ? asking.failed : null;

  function ask(text: string, inScope: Scope = scope): void {
    const words = text.trim();
    if (words === '' || asking.pending) return;
    draft.setText('');
    if (inScope !== scope) setScope(inScope);
    asking.ask(place, { text: words, ...askScopeOf(inScope, spaceId), ...(c ? { conversationId: c } : {}) });
  }

  const askedFromAddress = useRef<string | null>(null);
  useEffect(() => {
    if (!q || askedFromAddress.current === q) return;
    askedFromAddress.current = q;
    void navigate({ search: c ? { c } : {}, replace: true });
    ask(q);
  });

  const opened = findCitation(answers, s);
  // Stable, so that a key in the box draws the box and nothing else.
  const open = useCallbackRef((citation: Citation): void => {
    void navigate({ search: (now) => ({ ...now, s: citation.id }), replace: s !== undefined, resetScroll: false });
  });
  const askAgain = useCallbackRef((answer: Answer, inScope: Scope): void => ask(answer.text, inScope));
  const close = useCallbackRef((): void => {
    void navigate({ search: ({ s: _closed, ...rest }) => rest, replace: true, resetScroll: false });
    document.querySelector<HTMLElement>(`[data-citation="${s}"]`)?.focus({ preventScroll: true });
  });
  const talk = useRef<HTMLElement>(null);
  useAnswerKeys(talk, { open, close, answers });

  const isBlank = c === undefined && !pending;
  return (
    <div className={classes['page']} data-source={opened ? true : undefined}>
      <title>{`${conversation.data?.title ?? t('title')} · Nexus`}</title>
      <section ref={talk} className={classes['talk']} data-blank={isBlank || undefined} aria-label={t('talk')}>
        <TalkHeader conversation={c ? conversation.data : undefined} onHistory={showHistory} />
        {isBlank ? (
          <FirstScreen spaceId={spaceId} spaceName={space?.name} />
        ) : (
          <Talk
            spaceId={spaceId}
            answers={answers}
            isLoading={c !== undefined && conversation.isPending}
            pending={pending}
            openCitationId={opened?.citation.id}
            onOpen={open}
            onAskAgain={askAgain}
          />
        )}
        <Composer
          draft={draft}
          scope={scope}
          onScope={setScope}
          spaceName={space?.name}
          isFollowUp={answers.length > 0}
          pending={pending}
          failed={failed}
          onAsk={() => ask(draft.text)}
          onCancel={asking.cancel}
          onEmptied={() => !asking.pending && keptQuestions.forgetSent(place)}
        />
      </section>
      {opened && <SourcePane key={opened.citation.id} {...opened} onClose={close} />}
      <HistoryDrawer isOpen={isHistoryOpen} onClose={hideHistory} spaceId={spaceId} openId={c} />
    </div>
  );
}
