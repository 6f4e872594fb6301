import { Button, Group } from '@mantine/core';
import { ConfirmDialog, meQuery, RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, StateDot, type StateTone } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { CertificateDialog } from './certificate-dialog.tsx';
import { useKeyNames } from './key-names.ts';
import classes from './keys.module.css';
import { type Erasure, erasuresQuery, keysQuery } from './keys-queries.ts';

type Act = 'approve' | 'cancel' | 'certificate';

const tones: Record<Erasure['state'], StateTone> = {
  requested: 'warn',
  approved: 'warn',
  running: 'busy',
  done: 'idle',
  cancelled: 'idle',
};

/** Spaces that are to be destroyed, or were: by whom, when, and the certificate of what is gone. */
export function ErasuresSection({ delayDays }: { delayDays: number }) {
  const { t } = useTranslation('security');
  const query = useQuery(erasuresQuery);
  const [open, setOpen] = useState<{ act: Act; erasure: Erasure } | null>(null);
  const close = (): void => setOpen(null);
  const erasures = query.data ?? [];
  return (
    <Section title={t('keys.erase.list')} help={t('keys.erase.listHelp', { count: delayDays })}>
      <RowsState query={query} isEmpty={erasures.length === 0} empty={t('keys.erase.none')}>
        <ul className={panel['rows']}>
          {erasures.map((erasure) => (
            <ErasureRow key={erasure.id} erasure={erasure} onAct={(act) => setOpen({ act, erasure })} />
          ))}
        </ul>
      </RowsState>
      {open?.act === 'certificate' && <CertificateDialog erasureId={open.erasure.id} onClose={close} />}
      {(open?.act === 'approve' || open?.act === 'cancel') && (
        <Decision act={open.act} erasure={open.erasure} delayDays={delayDays} onClose={close} />
      )}
    </Section>
  );
}

function ErasureRow({ erasure, onAct }: { erasure: Erasure; onAct(act: Act): void }) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const names = useKeyNames();
  const { data: me } = useQuery(meQuery);
  const { state, spaceId, requestedBy, requestedAt, approvedBy, notBefore, cancelledBy, finishedAt, reason } = erasure;
  const isMine = requestedBy === me?.id;
  return (
    <li>
      <div className={classes['space']}>
        <strong>{names.space(spaceId)}</strong>
        <span className={panel['meta']}>
          {t('keys.erase.requested', {
            name: names.person(requestedBy),
            when: formatWhen(requestedAt, locale),
            reason,
          })}
        </span>
        {approvedBy && (
          <span className={panel['meta']} title={notBefore ? formatTime(notBefore, locale) : undefined}>
            {t('keys.erase.approved', { name: names.person(approvedBy) })}
            {state === 'approved' &&
              notBefore &&
              ` ${t('keys.erase.notBefore', { when: formatTime(notBefore, locale) })}`}
          </span>
        )}
        {state === 'requested' && isMine && <span className={panel['meta']}>{t('keys.erase.waitsForOther')}</span>}
        {cancelledBy && (
          <span className={panel['meta']}>{t('keys.erase.cancelled', { name: names.person(cancelledBy) })}</span>
        )}
        {state === 'done' && finishedAt && (
          <span className={panel['meta']}>{t('keys.erase.finished', { when: formatWhen(finishedAt, locale) })}</span>
        )}
      </div>
      <Group gap="sm">
        <StateDot tone={tones[state]}>{t(`keys.erase.states.${state}`)}</StateDot>
        {state === 'requested' && !isMine && (
          <Button size="xs" onClick={() => onAct('approve')}>
            {t('keys.erase.approve')}
          </Button>
        )}
        {(state === 'requested' || state === 'approved') && (
          <Button size="xs" variant="default" onClick={() => onAct('cancel')}>
            {t('keys.erase.cancel')}
          </Button>
        )}
        {state === 'done' && (
          <Button size="xs" variant="default" onClick={() => onAct('certificate')}>
            {t('keys.certificate.open')}
          </Button>
        )}
      </Group>
    </li>
  );
}

type DecisionProps = { act: 'approve' | 'cancel'; erasure: Erasure; delayDays: number; onClose(): void };

function Decision({ act, erasure, delayDays, onClose }: DecisionProps) {
  const { t } = useTranslation('security');
  const names = useKeyNames();
  const queries = useQueryClient();
  const params = { path: { erasureId: erasure.id } };
  const name = names.space(erasure.spaceId);
  return (
    <ConfirmDialog
      title={t(act === 'approve' ? 'keys.erase.approveTitle' : 'keys.erase.cancelTitle', { name })}
      verb={t(act === 'approve' ? 'keys.erase.approve' : 'keys.erase.cancel')}
      isDestructive={act === 'approve'}
      onConfirm={async () => {
        if (act === 'approve') await read(api.POST('/api/v1/keys/erasures/{erasureId}/approval', { params }));
        else await read(api.DELETE('/api/v1/keys/erasures/{erasureId}', { params }));
        await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      }}
      onClose={onClose}
    >
      <p>{act === 'approve' ? t('keys.erase.approveHelp', { count: delayDays }) : t('keys.erase.cancelHelp')}</p>
      <p>{t('keys.erase.reasonGiven', { reason: erasure.reason })}</p>
    </ConfirmDialog>
  );
}
