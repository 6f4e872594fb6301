import { Button, Group, Modal, Stack } from '@mantine/core';
import { DialogFoot, meQuery, ReasonField, RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { StateDot } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { dayText, moneyText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';

type Work = Answered<'listKnowledgeWork'>['items'][number];
const tones = { asked: 'warn', approved: 'ok', refused: 'bad' } as const;

/** Work that was entered, newest first; whoever confirms it is somebody else. */
export function WorkList({ onDecided }: { onDecided(): unknown }) {
  const { t, i18n } = useTranslation('knowledge');
  const { isOffice } = useOwnRoles();
  const { data: me } = useQuery(meQuery);
  const [deciding, setDeciding] = useState<{ work: Work; approve: boolean } | null>(null);
  const work = useQuery({
    queryKey: ['knowledge', 'work'],
    queryFn: async () => (await read(api.GET('/api/v1/knowledge-work', { params: { query: { limit: 50 } } }))).items,
  });
  const mayConfirm = isOffice('owner', 'channel_manager', 'support');
  return (
    <RowsState query={work} isEmpty={work.data?.length === 0} empty={t('noWork')}>
      <ul className={panel['rows']}>
        {work.data?.map((one) => (
          <li key={one.id}>
            <span>
              {one.description}
              <span className={panel['meta']}>
                {one.organisationName} · {dayText(one.workedOn, i18n.language)} ·{' '}
                {t('minutes', {
                  hours: (one.minutes / 60).toLocaleString(i18n.language, { maximumFractionDigits: 2 }),
                })}
                {one.credit && ` · ${moneyText(one.credit, i18n.language)}`}
              </span>
            </span>
            <Group gap="xs">
              <StateDot tone={tones[one.state]}>{t(`states.${one.state}`)}</StateDot>
              {mayConfirm && one.state === 'asked' && one.personId !== me?.id && (
                <>
                  <Button size="xs" onClick={() => setDeciding({ work: one, approve: true })}>
                    {t('confirm')}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => setDeciding({ work: one, approve: false })}>
                    {t('refuse')}
                  </Button>
                </>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {deciding && (
        <DecideDialog
          {...deciding}
          onDone={() => {
            setDeciding(null);
            onDecided();
          }}
          onClose={() => setDeciding(null)}
        />
      )}
    </RowsState>
  );
}

type DecideDialogProps = { work: Work; approve: boolean; onDone(): unknown; onClose(): void };

function DecideDialog({ work, approve, onDone, onClose }: DecideDialogProps) {
  const { t } = useTranslation('knowledge');
  const { t: word } = useTranslation('app');
  const [reason, setReason] = useState('');
  const deciding = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/knowledge-work/{workId}/decision', {
          params: { path: { workId: work.id }, header },
          body: { approve, reason },
        }),
      ),
    onDone,
  );

  function decide(event: FormEvent): void {
    event.preventDefault();
    deciding.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(approve ? 'confirmTitle' : 'refuseTitle')}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={decide}>
        <Stack>
          <div>{work.description}</div>
          <ReasonField label={t('fields.reason')} value={reason} onChange={setReason} required isFirst />
          <DialogFoot error={deciding.error} onClose={onClose}>
            <Button type="submit" loading={deciding.isPending}>
              {t(approve ? 'confirm' : 'refuse')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
