import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { DialogFoot, OneTimeSecret, ReasonField, RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { applicationQuery, applicationTones } from './application-queries.ts';
import { ScoreTable } from './score-table.tsx';

/** One application: who it is, how it scores and why, and the decision. */
export function ApplicationPage() {
  const { t } = useTranslation('applications');
  const { t: word } = useTranslation('page');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { applicationId } = useParams({ from: '/signed-in/applications/$applicationId' });
  const [step, setStep] = useState<'approve' | 'reject' | null>(null);
  const [reason, setReason] = useState('');
  const [withoutSponsor, setWithoutSponsor] = useState(false);
  const application = useQuery(applicationQuery(applicationId));
  const { data } = application;
  const paramsOf = () => ({ path: { applicationId }, header: { 'Idempotency-Key': newIdempotencyKey() } });
  const refresh = () => queries.invalidateQueries({ queryKey: ['application', applicationId] });
  const scoring = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/partner-applications/{applicationId}/score', { params: paramsOf(), body: { answers: {} } }),
      ),
    onSuccess: refresh,
  });
  const approving = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/partner-applications/{applicationId}/approve', {
          params: paramsOf(),
          body: { withoutSponsor, ...(reason.trim() ? { reason: reason.trim() } : {}) },
        }),
      ),
    onSuccess: async () => {
      setStep(null);
      await refresh();
    },
  });
  const rejecting = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/partner-applications/{applicationId}/reject', {
          params: paramsOf(),
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      setStep(null);
      await refresh();
    },
  });
  const deciding = step === 'approve' ? approving : rejecting;
  const invitation = approving.data?.invitation;
  const facts: [string, string | null][] = data
    ? [
        ['contact', `${data.contactName} · ${data.email}`],
        ['phone', data.phone],
        ['place', [data.city, data.country.toUpperCase()].filter(Boolean).join(', ')],
        ['website', data.website],
        ['taxId', data.taxId],
        ['referral', data.referralCode],
        ['message', data.message],
      ]
    : [];
  return (
    <div className={panel['page']}>
      <RowsState query={application}>
        {data && (
          <>
            <Group justify="space-between" align="start">
              <div>
                <h1>{data.companyName}</h1>
                <StateDot tone={applicationTones[data.state]}>{t(`states.${data.state}`)}</StateDot>
              </div>
              {(data.state === 'submitted' || data.state === 'scored') && (
                <Group gap="sm">
                  <Button variant="default" loading={scoring.isPending} onClick={() => scoring.mutate()}>
                    {t(data.state === 'submitted' ? 'score' : 'scoreAgain')}
                  </Button>
                  <Button variant="default" onClick={() => setStep('reject')}>
                    {t('reject')}
                  </Button>
                  {data.state === 'scored' && <Button onClick={() => setStep('approve')}>{t('approve')}</Button>}
                </Group>
              )}
            </Group>
            {scoring.error ? <Notice tone="bad">{problemText(scoring.error)}</Notice> : null}
            {invitation && (
              <OneTimeSecret
                label={t('link')}
                value={`${window.location.origin}/invitation#${invitation.token}`}
                help={t('linkHelp', { name: data.contactName })}
              />
            )}
            {data.partnerId && (
              <p>
                <Link to="/partners/$partnerId" params={{ partnerId: data.partnerId }} className={panel['link']!}>
                  {t('toPartner')}
                </Link>
              </p>
            )}
            {data.decisionReason && <p>{t('decided', { reason: data.decisionReason })}</p>}
            <Section title={t('score')} help={t('scoreHelp')}>
              <ScoreTable application={data} />
            </Section>
            <Section title={t('facts')}>
              <ul className={panel['rows']}>
                {facts
                  .filter(([, value]) => value)
                  .map(([name, value]) => (
                    <li key={name}>
                      <span>{t(`fields.${name}`)}</span>
                      <span>{value}</span>
                    </li>
                  ))}
              </ul>
            </Section>
            {step && (
              <Modal
                opened
                onClose={() => setStep(null)}
                title={t(step)}
                closeButtonProps={{ 'aria-label': word('common.close') }}
              >
                <form
                  onSubmit={(event) => {
                    event.preventDefault();
                    deciding.mutate();
                  }}
                >
                  <Stack>
                    <p>{t(`${step}Help`, { name: data.companyName })}</p>
                    {step === 'approve' && data.referralCode && (
                      <Checkbox
                        label={t('withoutSponsor')}
                        checked={withoutSponsor}
                        onChange={(event) => setWithoutSponsor(event.currentTarget.checked)}
                      />
                    )}
                    <ReasonField
                      label={t('reason')}
                      value={reason}
                      onChange={setReason}
                      required={step === 'reject'}
                      isFirst
                    />
                    <DialogFoot error={deciding.error} onClose={() => setStep(null)}>
                      <Button type="submit" loading={deciding.isPending}>
                        {t(step)}
                      </Button>
                    </DialogFoot>
                  </Stack>
                </form>
              </Modal>
            )}
          </>
        )}
      </RowsState>
    </div>
  );
}
