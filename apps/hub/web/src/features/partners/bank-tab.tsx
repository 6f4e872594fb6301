import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

const methods = ['iban', 'local_account', 'manual'] as const;
const blank = { method: 'iban' as (typeof methods)[number], holder: '', first: '', second: '', currency: 'EUR' };

/** Where a partner is paid: enough to recognise each account by, and from when it may be used. */
export function BankTab({ partnerId }: { partnerId: string }) {
  const { t, i18n } = useTranslation('partners');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(blank);
  const details = useQuery({
    queryKey: ['bank-details', partnerId],
    queryFn: async () =>
      (await read(api.GET('/api/v1/partners/{partnerId}/bank-details', { params: { path: { partnerId } } }))).items,
  });
  const changing = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/partners/{partnerId}/bank-details', {
          params: { path: { partnerId }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { account: accountOf(typed), currency: typed.currency },
        }),
      ),
    onSuccess: async () => {
      setTyped(blank);
      await queries.invalidateQueries({ queryKey: ['bank-details', partnerId] });
    },
  });
  const now = new Date().toISOString();
  const current = details.data?.find(({ replacedAt }) => replacedAt === null);

  function save(event: FormEvent): void {
    event.preventDefault();
    changing.mutate();
  }

  return (
    <>
      {current && current.usableFrom > now && (
        <Notice tone="warn">{t('bank.cooling', { from: formatWhen(current.usableFrom, locale) })}</Notice>
      )}
      <Section title={t('bank.accounts')} help={t('bank.accountsHelp')}>
        <RowsState query={details} isEmpty={details.data?.length === 0} empty={t('bank.none')}>
          <ul className={panel['rows']}>
            {details.data?.map((row) => (
              <li key={row.id}>
                <span>
                  <strong className={panel['secret']}>{row.mask}</strong>
                  <span className={panel['meta']}>
                    {t(`bank.methods.${row.method}`)} · {row.currency} · {formatWhen(row.recordedAt, locale)}
                  </span>
                </span>
                <StateDot tone={row.replacedAt ? 'idle' : row.usableFrom > now ? 'warn' : 'ok'}>
                  {t(row.replacedAt ? 'bank.replaced' : row.usableFrom > now ? 'bank.waiting' : 'bank.usable')}
                </StateDot>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <Section title={t('bank.change')} help={t('bank.changeHelp')} isNarrow>
        <form onSubmit={save}>
          <Stack>
            <NativeSelect
              label={t('bank.method')}
              value={typed.method}
              onChange={(event) => setTyped({ ...blank, method: event.currentTarget.value as typeof typed.method })}
              data={methods.map((method) => ({ value: method, label: t(`bank.methods.${method}`) }))}
            />
            <TextInput
              label={t('bank.holder')}
              value={typed.holder}
              onChange={(event) => setTyped({ ...typed, holder: event.currentTarget.value })}
              maxLength={140}
              required
            />
            <TextInput
              label={t(`bank.first.${typed.method}`)}
              value={typed.first}
              onChange={(event) => setTyped({ ...typed, first: event.currentTarget.value })}
              maxLength={140}
              required
            />
            <TextInput
              label={t(`bank.second.${typed.method}`)}
              value={typed.second}
              onChange={(event) => setTyped({ ...typed, second: event.currentTarget.value })}
              maxLength={140}
              required={typed.method !== 'iban'}
            />
            <NativeSelect
              label={t('bank.currency')}
              value={typed.currency}
              onChange={(event) => setTyped({ ...typed, currency: event.currentTarget.value })}
              data={['EUR', 'USD', 'VES', 'COP', 'MXN']}
            />
            {changing.error ? <Notice tone="bad">{problemText(changing.error)}</Notice> : null}
            <Button type="submit" loading={changing.isPending}>
              {t('bank.save')}
            </Button>
          </Stack>
        </form>
      </Section>
    </>
  );
}

function accountOf({ method, holder, first, second }: typeof blank) {
  if (method === 'iban') return { method, holder, iban: first, bic: second.trim().toUpperCase() || null };
  if (method === 'local_account') return { method, holder, bank: first, account: second, holderId: null };
  return { method, holder, channel: first, reference: second };
}
