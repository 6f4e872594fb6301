import { Button, Group } from '@mantine/core';
import { meQuery, useProblemText } from '@nexus/page';
import { formatTime, type Locale, Notice, StateDot, type StateTone } from '@nexus/ui';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { type LabelRequest, useLabelChanges } from '../../app/labels/requests.queries.ts';
import { DecideDialog } from './decide-dialog.tsx';
import classes from './labels.module.css';

const tones: Record<LabelRequest['state'], StateTone> = {
  requested: 'warn',
  approved: 'busy',
  applied: 'ok',
  rejected: 'bad',
  withdrawn: 'idle',
  overtaken: 'idle',
};

/** One request: what is asked, by whom and why; and what this person can do about it. */
export function RequestRow({ request }: { request: LabelRequest }) {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const { data: me } = useQuery(meQuery);
  const changes = useLabelChanges();
  const withdraw = useMutation({ mutationFn: changes.withdraw });
  const [decision, setDecision] = useState<'approve' | 'reject' | null>(null);
  const { title, documentId, from, to, kind, state, reason, note } = request;
  const isMine = request.requestedBy === me?.id;
  const name = title ?? t('requests.untitled', { id: documentId.slice(-8) });
  return (
    <li className={classes['request']}>
      <div className={classes['requestHead']}>
        {title === null ? (
          <strong title={documentId}>{name}</strong>
        ) : (
          <Link to="/documents/$documentId" params={{ documentId }} search={{}}>
            {name}
          </Link>
        )}
        <StateDot tone={tones[state]}>{t(`requests.state.${state}`)}</StateDot>
      </div>
      <div className={classes['fromTo']}>
        <Badge label={from} />
        <IconArrowRight size={16} aria-label={t('requests.to')} />
        <Badge label={to} />
        <span className={classes['quiet']}>{t(`requests.kind.${kind}`)}</span>
      </div>
      {reason && <p className={classes['reason']}>{reason}</p>}
      <p className={classes['quiet']}>
        {t('requests.asked', {
          name: isMine ? t('requests.you') : request.requestedByName,
          when: formatTime(request.requestedAt, locale),
        })}
        {request.decidedAt &&
          ` · ${t('requests.decided', {
            name: request.decidedByName ?? t('clearances.byFormer'),
            when: formatTime(request.decidedAt, locale),
          })}`}
        {note && ` · ${t('requests.note', { note })}`}
      </p>
      {withdraw.error && <Notice tone="bad">{problemText(withdraw.error)}</Notice>}
      {state === 'requested' &&
        (isMine ? (
          <Notice
            action={
              <Button size="xs" variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate(request)}>
                {t('requests.withdraw')}
              </Button>
            }
          >
            {t('requests.mine')}
          </Notice>
        ) : (
          <Group gap="sm">
            <Button size="xs" onClick={() => setDecision('approve')}>
              {t('requests.approve')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDecision('reject')}>
              {t('requests.reject')}
            </Button>
          </Group>
        ))}
      {decision && <DecideDialog request={request} name={name} decision={decision} onClose={() => setDecision(null)} />}
    </li>
  );
}
