import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot, ReasonField } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { moneyText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';

/** Hours of work for credit, which another person confirms. */
export function WorkDialog({ onDone, onClose }: { onDone(): unknown; onClose(): void }) {
  const { t, i18n } = useTranslation('knowledge');
  const { t: word } = useTranslation('app');
  const { memberships } = useOwnRoles();
  const { data: rates = [] } = useQuery({
    queryKey: ['knowledge', 'rates'],
    queryFn: async () => (await read(api.GET('/api/v1/knowledge-rates'))).items,
  });
  const [work, setWork] = useState({
    organisationId: '',
    qualification: '',
    workedOn: new Date().toISOString().slice(0, 10),
    hours: '',
    description: '',
  });
  const rate = rates.find(({ qualification }) => qualification === work.qualification) ?? rates[0];
  const minutes = Math.round(Number(work.hours.replace(',', '.')) * 60);
  const isReady = rate !== undefined && minutes >= 1 && minutes <= 1_440;
  const asking = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/knowledge-work', {
          params: { header },
          body: {
            organisationId: work.organisationId || memberships[0]!.organisationId,
            qualification: rate!.qualification,
            currency: rate!.hour.currency,
            workedOn: work.workedOn,
            minutes,
            description: work.description,
          },
        }),
      ),
    onDone,
  );

  function ask(event: FormEvent): void {
    event.preventDefault();
    if (isReady) asking.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('addWork')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form onSubmit={ask}>
        <Stack>
          <NativeSelect
            label={t('fields.organisation')}
            value={work.organisationId || (memberships[0]?.organisationId ?? '')}
            onChange={(event) => setWork({ ...work, organisationId: event.currentTarget.value })}
            data={memberships.map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
          />
          <NativeSelect
            label={t('fields.qualification')}
            value={rate?.qualification ?? ''}
            onChange={(event) => setWork({ ...work, qualification: event.currentTarget.value })}
            data={rates.map(({ qualification, hour }) => ({
              value: qualification,
              label: t('hourOf', { name: qualification, amount: moneyText(hour, i18n.language) }),
            }))}
          />
          <TextInput
            type="date"
            label={t('fields.workedOn')}
            value={work.workedOn}
            onChange={(event) => setWork({ ...work, workedOn: event.currentTarget.value })}
            required
          />
          <TextInput
            label={t('fields.hours')}
            inputMode="decimal"
            value={work.hours}
            onChange={(event) => setWork({ ...work, hours: event.currentTarget.value })}
            required
          />
          <ReasonField
            label={t('fields.description')}
            value={work.description}
            onChange={(description) => setWork({ ...work, description })}
            required
          />
          <DialogFoot error={asking.error} onClose={onClose}>
            <Button type="submit" loading={asking.isPending} disabled={!isReady}>
              {t('addWorkDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
