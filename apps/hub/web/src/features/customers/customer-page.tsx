import { Button, Stack, TextInput } from '@mantine/core';
import { ConfirmDialog, RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';

type Duplicate = Answered<'getCustomer'>['duplicates'][number];
const blank = { name: '', email: '', position: '' };

/** One customer, its contacts, and others that seem to be the same. */
export function CustomerPage() {
  const { t } = useTranslation('customers');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { customerId } = useParams({ from: '/signed-in/customers/$customerId' });
  const { isOffice } = useOwnRoles();
  const [merging, setMerging] = useState<Duplicate | null>(null);
  const [typed, setTyped] = useState(blank);
  const params = { path: { customerId } };
  const customer = useQuery({
    queryKey: ['customer', customerId],
    queryFn: () => read(api.GET('/api/v1/customers/{customerId}', { params })),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['customer', customerId] });
  const adding = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/customers/{customerId}/contacts', {
          params: { ...params, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { name: typed.name.trim(), email: typed.email.trim() || null, position: typed.position.trim() || null },
        }),
      ),
    onSuccess: async () => {
      setTyped(blank);
      await refresh();
    },
  });
  const { data } = customer;
  const facts: [string, string | null][] = data
    ? [
        ['taxId', data.taxId],
        ['domain', data.domain],
        ['place', [data.city, data.region, data.postcode, data.country.toUpperCase()].filter(Boolean).join(' · ')],
        ['phone', data.phone],
        ['website', data.website],
      ]
    : [];

  function add(event: FormEvent): void {
    event.preventDefault();
    adding.mutate();
  }

  return (
    <div className={panel['page']}>
      <RowsState query={customer}>
        {data && (
          <>
            <h1>{data.name}</h1>
            {data.mergedInto && (
              <Notice tone="warn">
                {t('merged')}{' '}
                <Link to="/customers/$customerId" params={{ customerId: data.mergedInto }} className={panel['link']!}>
                  {t('toKept')}
                </Link>
              </Notice>
            )}
            {data.duplicates.length > 0 && (
              <Section title={t('duplicates')} help={t('duplicatesHelp')}>
                <ul className={panel['rows']}>
                  {data.duplicates.map((row) => (
                    <li key={row.id}>
                      <span>
                        <Link to="/customers/$customerId" params={{ customerId: row.id }} className={panel['link']!}>
                          {row.name}
                        </Link>
                        <span className={panel['meta']}>
                          {t('shares', { what: row.shared.map((key) => t(`keys.${key}`)).join(', ') })}
                        </span>
                      </span>
                      {isOffice('owner', 'channel_manager') && (
                        <Button size="xs" variant="default" onClick={() => setMerging(row)}>
                          {t('merge')}
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
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
            <Section title={t('contacts')}>
              <Stack>
                <ul className={panel['rows']}>
                  {data.contacts.map((contact) => (
                    <li key={contact.id}>
                      <span>
                        <strong>{contact.name}</strong>
                        <span className={panel['meta']}>
                          {[contact.position, contact.phone].filter(Boolean).join(' · ')}
                        </span>
                      </span>
                      <span>{contact.email}</span>
                    </li>
                  ))}
                </ul>
                <form onSubmit={add}>
                  <Stack gap="xs" maw={420}>
                    {(['name', 'email', 'position'] as const).map((field) => (
                      <TextInput
                        key={field}
                        label={t(`contact.${field}`)}
                        type={field === 'email' ? 'email' : 'text'}
                        value={typed[field]}
                        onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
                        maxLength={200}
                        required={field === 'name'}
                      />
                    ))}
                    {adding.error ? <Notice tone="bad">{problemText(adding.error)}</Notice> : null}
                    <Button type="submit" loading={adding.isPending}>
                      {t('contact.add')}
                    </Button>
                  </Stack>
                </form>
              </Stack>
            </Section>
          </>
        )}
      </RowsState>
      {merging && (
        <ConfirmDialog
          title={t('merge')}
          verb={t('merge')}
          onClose={() => setMerging(null)}
          onConfirm={async () => {
            await api.POST('/api/v1/customers/{customerId}/merge', {
              params: { ...params, header: { 'Idempotency-Key': newIdempotencyKey() } },
              body: { mergedId: merging.id, reason: t('mergeReason') },
            });
            await refresh();
          }}
        >
          {t('mergeHelp', { merged: merging.name, kept: data?.name ?? '' })}
        </ConfirmDialog>
      )}
    </div>
  );
}
