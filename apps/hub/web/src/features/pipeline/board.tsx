import { Button, Modal, Stack } from '@mantine/core';
import { DialogFoot, ReasonField, RowsState, useProblemText } from '@nexus/page';
import { formatNumber, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAmount } from '../../app/amounts.ts';
import { useTextOf } from '../../app/text-of.ts';
import { BoardCard } from './board-card.tsx';
import classes from './pipeline.module.css';
import { boardQuery, type Card, moveOpportunity, type Pipeline } from './pipeline-queries.ts';

type Move = { card: Card; stageId: string; reason?: string };

/** Columns of cards. A card moves by dragging, or with the keyboard: Ctrl and an arrow to the next column. */
export function Board({ pipeline }: { pipeline: Pipeline }) {
  const { t, i18n } = useTranslation('pipeline');
  const { t: word } = useTranslation('page');
  const locale = i18n.language as Locale;
  const textOf = useTextOf();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [over, setOver] = useState<string | null>(null);
  const [losing, setLosing] = useState<Move | null>(null);
  const [said, setSaid] = useState('');
  const board = useQuery(boardQuery(pipeline.id));
  const moving = useMutation({
    mutationFn: ({ card, stageId, reason }: Move) => moveOpportunity(card, stageId, reason),
    onSuccess: (_done, { card, stageId }) => {
      setLosing(null);
      const stage = pipeline.stages.find(({ id }) => id === stageId);
      setSaid(t('movedTo', { name: card.name, stage: textOf(stage?.name) }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['board', pipeline.id] }),
  });

  function move(card: Card, stageId: string): void {
    if (card.stageId === stageId) return;
    const stage = pipeline.stages.find(({ id }) => id === stageId);
    if (stage?.outcome === 'lost') setLosing({ card, stageId, reason: '' });
    else moving.mutate({ card, stageId });
  }

  function step(card: Card, by: -1 | 1): void {
    const at = pipeline.stages.findIndex(({ id }) => id === card.stageId);
    const next = pipeline.stages[at + by];
    if (next) move(card, next.id);
  }

  function drop(event: DragEvent, stageId: string): void {
    event.preventDefault();
    setOver(null);
    const id = event.dataTransfer.getData('text/plain');
    const card = board.data?.columns.flatMap(({ cards }) => cards).find((one) => one.id === id);
    if (card) move(card, stageId);
  }

  return (
    <RowsState query={board}>
      {moving.error && !losing ? <Notice tone="bad">{problemText(moving.error)}</Notice> : null}
      <p className={classes['hint']} id="board-keys">
        {t('keys')}
      </p>
      <div className={classes['said']} aria-live="polite">
        {said}
      </div>
      <div className={classes['board']}>
        {board.data?.columns.map(({ stage, count, totals, cards }) => (
          <section
            key={stage.id}
            className={classes['column']}
            data-over={over === stage.id || undefined}
            aria-label={textOf(stage.name)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(stage.id);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => drop(event, stage.id)}
          >
            <header>
              <h2>{textOf(stage.name)}</h2>
              <span>{formatNumber(count, locale)}</span>
            </header>
            <p className={classes['sum']}>
              {totals.length === 0 ? '–' : totals.map(({ value }) => formatAmount(value, locale)).join(' · ')}
            </p>
            <ul>
              {cards.map((card) => (
                <BoardCard key={card.id} card={card} onStep={(by) => step(card, by)} />
              ))}
            </ul>
            {count > cards.length && (
              <p className={classes['more']}>{t('moreInList', { count: count - cards.length })}</p>
            )}
          </section>
        ))}
      </div>
      {losing && (
        <Modal
          opened
          onClose={() => setLosing(null)}
          title={t('lostTitle')}
          closeButtonProps={{ 'aria-label': word('common.close') }}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              moving.mutate(losing);
            }}
          >
            <Stack>
              <ReasonField
                label={t('lostReason')}
                value={losing.reason ?? ''}
                onChange={(reason) => setLosing({ ...losing, reason })}
                required
                isFirst
              />
              <DialogFoot error={moving.error} onClose={() => setLosing(null)}>
                <Button type="submit" loading={moving.isPending}>
                  {t('lostDo')}
                </Button>
              </DialogFoot>
            </Stack>
          </form>
        </Modal>
      )}
    </RowsState>
  );
}
