import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { readAmount } from '../../app/amounts.ts';

const segments = ['health', 'government', 'banking', 'energy', 'business'] as const;
const blank = {
  customerName: '',
  domain: '',
  taxId: '',
  country: 've',
  region: '',
  postcode: '',
  segment: 'health' as (typeof segments)[number],
  productLine: 'vault',
  contactName: '',
  contactEmail: '',
  amount: '',
  currency: 'EUR',
  expectedClose: '',
  evidence: '',
};

/** Registers a deal. The customer's keys decide whether somebody was first, so the form asks for all of them. */
export function NewDealPage() {
  const { t } = useTranslation('deals');
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(blank);
  const value = readAmount(typed.amount, typed.currency);
  const registering = useMutation({
    mutationFn: () => {
      const { amount: _, currency: __, ...fields } = typed;
      const given = Object.fromEntries(
        Object.entries(fields).filter(([, text]) => text.trim() !== ''),
      ) as typeof fields;
      return read(
        api.POST('/api/v1/deals', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { ...given, value: value! },
        }),
      );
    },
    onSuccess: ({ id }) => navigate({ to: '/deals/$dealId', params: { dealId: id } }),
  });
  const field = (name: Exclude<keyof typeof blank, 'segment'>, more: object = {}) => (
    <TextInput
      label={t(`fields.${name}`)}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      maxLength={300}
      {...more}
    />
  );

  function register(event: FormEvent): void {
    event.preventDefault();
    registering.mutate();
  }

  return (
    <form className={panel['page']} onSubmit={register}>
      <h1>{t('register')}</h1>
      <Section title={t('form.customer')} help={t('form.customerHelp')}>
        <Stack>
          {field('customerName', { required: true, 'data-autofocus': true })}
          <Group grow align="start">
            {field('taxId')}
            {field('domain', { placeholder: 'hospital.example' })}
          </Group>
          <Group grow align="start">
            <NativeSelect
              label={t('fields.country')}
              value={typed.country}
              onChange={(event) => setTyped({ ...typed, country: event.currentTarget.value })}
              data={['ve', 'co', 'mx', 'ar', 'es', 'pe', 'cl', 'ec'].map((code) => ({
                value: code,
                label: t(`countries.${code}`),
              }))}
            />
            {field('region')}
            {field('postcode')}
          </Group>
          <NativeSelect
            label={t('fields.segment')}
            value={typed.segment}
            onChange={(event) => setTyped({ ...typed, segment: event.currentTarget.value as typeof typed.segment })}
            data={segments.map((one) => ({ value: one, label: t(`segments.${one}`) }))}
          />
        </Stack>
      </Section>
      <Section title={t('form.deal')} help={t('form.dealHelp')}>
        <Stack>
          <Group grow align="start">
            {field('productLine', { required: true })}
            {field('amount', {
              required: true,
              inputMode: 'decimal',
              error: typed.amount && !value ? t('notAnAmount') : null,
            })}
            <NativeSelect
              label={t('fields.currency')}
              value={typed.currency}
              onChange={(event) => setTyped({ ...typed, currency: event.currentTarget.value })}
              data={['EUR', 'USD', 'VES', 'COP', 'MXN']}
            />
          </Group>
          {field('expectedClose', { type: 'date', maw: 220 })}
          <Group grow align="start">
            {field('contactName', { required: true })}
            {field('contactEmail', { type: 'email' })}
          </Group>
          <Textarea
            label={t('fields.evidence')}
            description={t('form.evidenceHelp')}
            value={typed.evidence}
            onChange={(event) => setTyped({ ...typed, evidence: event.currentTarget.value })}
            minLength={10}
            maxLength={4000}
            autosize
            minRows={3}
            required
          />
          {registering.error ? (
            <Notice tone="bad" title={t('refused')}>
              {problemText(registering.error)}
            </Notice>
          ) : null}
          <Group>
            <Button type="submit" loading={registering.isPending} disabled={!value}>
              {t('registerDo')}
            </Button>
          </Group>
        </Stack>
      </Section>
    </form>
  );
}
