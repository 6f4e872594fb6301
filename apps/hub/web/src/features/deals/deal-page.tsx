import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { DialogFoot, ReasonField, RowsState, Section } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { formatAmount } from '../../app/amounts.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { type Deal, dealTones } from './deal-queries.ts';

const steps = ['review', 'approve', 'reject', 'extend', 'withdraw'] as const;
type Step = (typeof steps)[number];
const reasonCodes = ['no_evidence', 'existing_customer', 'out_of_scope', 'other'] as const;

/** One registration: what it is, what was decided by which rule, and what may be done now. */
export function DealPage() {
  const { t, i18n } = useTranslation('deals');
  const locale = i18n.language as Locale;
  const { dealId } = useParams({ from: '/signed-in/deals/$dealId' });
  const { isOffice } = useOwnRoles();
  const [step, setStep] = useState<Step | null>(null);
  const deal = useQuery({
    queryKey: ['deal', dealId],
    queryFn: () => read(api.GET('/api/v1/deals/{dealId}', { params: { path: { dealId } } })),
  });
  const { data } = deal;
  const facts: [string, string][] = data
    ? [
        ['taxId', data.taxId ?? '–'],
        ['domain', data.domain ?? '–'],
        ['region', [data.region, data.postcode, data.country.toUpperCase()].filter(Boolean).join(' · ')],
        ['contactName', [data.contactName, data.contactEmail].filter(Boolean).join(' · ')],
        ['evidence', data.evidence],
      ]
    : [];
  return (
    <div className={panel['page']}>
      <RowsState query={deal}>
        {data && (
          <>
            <Group justify="space-between" align="start">
              <div>
                <h1>{data.customerName}</h1>
                <Group gap="md" mt={6}>
                  <StateDot tone={dealTones[data.state]}>{t(`states.${data.state}`)}</StateDot>
                  <strong>{formatAmount(data.value, locale)}</strong>
                  <span>{data.productLine}</span>
                  {data.partnerName && <span>{data.partnerName}</span>}
                </Group>
              </div>
              <Group gap="sm">
                {allowed(data, isOffice('owner', 'channel_manager')).map((one) => (
                  <Button key={one} variant={one === 'approve' ? 'filled' : 'default'} onClick={() => setStep(one)}>
                    {t(`steps.${one}`)}
                  </Button>
                ))}
              </Group>
            </Group>
            {data.protectedUntil && <p>{t('protectedUntil', { day: formatWhen(data.protectedUntil, locale) })}</p>}
            {data.opportunityId && (
              <p>
                <Link
                  to="/opportunities/$opportunityId"
                  params={{ opportunityId: data.opportunityId }}
                  className={panel['link']!}
                >
                  {t('toOpportunity')}
                </Link>
              </p>
            )}
            <Section title={t('facts')}>
              <ul className={panel['rows']}>
                {facts.map(([name, value]) => (
                  <li key={name}>
                    <span>{t(`fields.${name}`)}</span>
                    <span>{value}</span>
                  </li>
                ))}
              </ul>
            </Section>
            <Section title={t('decisions')} help={t('decisionsHelp')}>
              <ul className={panel['rows']}>
                {data.decisions.map((one) => (
                  <li key={`${one.decidedAt} ${one.state}`}>
                    <span>
                      <strong>{t(`states.${one.state}`)}</strong>
                      {one.reasonCode && <span className={panel['meta']}>{t(`reasons.${one.reasonCode}`)}</span>}
                      {one.reason && <span className={panel['meta']}>{one.reason}</span>}
                      {one.againstDealId && (
                        <Link to="/deals/$dealId" params={{ dealId: one.againstDealId }} className={panel['link']!}>
                          {t('against')}
                        </Link>
                      )}
                    </span>
                    <span className={panel['meta']}>
                      {formatTime(one.decidedAt, locale)} · {t('rule', { version: one.ruleVersion })}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
            {step && <DealStep deal={data} step={step} onClose={() => setStep(null)} />}
          </>
        )}
      </RowsState>
    </div>
  );
}

function allowed({ state, extensions, maxExtensions }: Deal, decides: boolean): Step[] {
  const isOpen = state === 'submitted' || state === 'in_review';
  return steps.filter((step) => {
    if (step === 'withdraw') return isOpen || state === 'approved';
    if (!decides) return false;
    if (step === 'review') return state === 'submitted';
    if (step === 'extend') return state === 'approved' && extensions < maxExtensions;
    return isOpen;
  });
}

function DealStep({ deal, step, onClose }: { deal: Deal; step: Step; onClose(): void }) {
  const { t } = useTranslation('deals');
  const { t: word } = useTranslation('page');
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [reasonCode, setReasonCode] = useState<(typeof reasonCodes)[number]>('no_evidence');
  const params = { path: { dealId: deal.id }, header: { 'Idempotency-Key': newIdempotencyKey() } };
  const doing = useMutation({
    mutationFn: async (): Promise<unknown> => {
      const text = reason.trim();
      if (step === 'review') return await api.POST('/api/v1/deals/{dealId}/review', { params });
      if (step === 'approve')
        return await api.POST('/api/v1/deals/{dealId}/approve', { params, body: text ? { reason: text } : {} });
      if (step === 'reject')
        return await api.POST('/api/v1/deals/{dealId}/reject', { params, body: { reasonCode, reason: text } });
      if (step === 'extend') return await api.POST('/api/v1/deals/{dealId}/extend', { params, body: { reason: text } });
      return await api.POST('/api/v1/deals/{dealId}/withdraw', { params, body: { reason: text } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['deal', deal.id] });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`steps.${step}`)}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          doing.mutate();
        }}
      >
        <Stack>
          <p>{t(`stepHelp.${step}`, { customer: deal.customerName })}</p>
          {step === 'reject' && (
            <NativeSelect
              label={t('reasonCode')}
              value={reasonCode}
              onChange={(event) => setReasonCode(event.currentTarget.value as typeof reasonCode)}
              data={reasonCodes.map((code) => ({ value: code, label: t(`reasons.${code}`) }))}
            />
          )}
          {step !== 'review' && (
            <ReasonField label={t('reason')} value={reason} onChange={setReason} required={step !== 'approve'} />
          )}
          <DialogFoot error={doing.error} onClose={onClose}>
            <Button type="submit" loading={doing.isPending}>
              {t(`steps.${step}`)}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
