import { Autocomplete, Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';
import { type EditedCustomer, emptyTerms, readItems, readSchedule } from './editor-state.ts';
import { priceListsQuery } from './quote-queries.ts';
import { TermsEditor } from './terms-editor.tsx';

/** A quote from nothing, or for the customer and opportunity that the address names. */
export function NewQuotePage() {
  const { t, i18n } = useTranslation('quotes');
  const problemText = useProblemText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/quotes/new' });
  const { isOffice, partners } = useOwnRoles();
  const lists = useQuery(priceListsQuery);
  const [seller, setSeller] = useState<string | null>(null);
  const [list, setList] = useState<string | null>(null);
  const [language, setLanguage] = useState<'es' | 'en'>(i18n.language === 'en' ? 'en' : 'es');
  const [customer, setCustomer] = useState<EditedCustomer>({
    accountId: search.customerId ?? null,
    name: search.customer ?? '',
    country: search.country ?? 'VE',
    region: '',
    taxExempt: false,
  });
  const [terms, setTerms] = useState(emptyTerms);
  const priceListId = list ?? lists.data?.[0]?.id ?? '';
  const sellers = partners.filter(({ roles }) => roles.includes('partner_admin') || roles.includes('partner_seller'));
  const partnerId = seller ?? (isOffice('owner', 'channel_manager') ? '' : (sellers[0]?.organisationId ?? ''));
  const items = readItems(terms.items);
  const schedule = readSchedule(terms.schedule);
  const isOfficeSeller = isOffice('owner', 'channel_manager');
  const { data: organisations = [] } = useQuery({
    queryKey: ['partner-organisations'],
    enabled: isOfficeSeller,
    queryFn: async () =>
      (await read(api.GET('/api/v1/organisations', { params: { query: { limit: 200 } } }))).items.filter(
        ({ kind }) => kind === 'partner',
      ),
  });
  const choices = isOfficeSeller
    ? [{ value: '', label: t('direct') }, ...organisations.map(({ id, name }) => ({ value: id, label: name }))]
    : sellers.map(({ organisationId, name }) => ({ value: organisationId, label: name }));
  const creating = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/quotes', {
          params: { header },
          body: {
            partnerId: partnerId || null,
            opportunityId: search.opportunityId ?? null,
            priceListId,
            language,
            customer,
            terms: { validUntil: terms.validUntil, notes: terms.notes, schedule: schedule!, items: items! },
          },
        }),
      ),
    ({ id }) => navigate({ to: '/quotes/$quoteId', params: { quoteId: id } }),
  );

  function create(event: FormEvent): void {
    event.preventDefault();
    creating.mutate();
  }

  return (
    <form className={panel['page']} onSubmit={create}>
      <h1>{t('newTitle')}</h1>
      <RowsState query={lists} isEmpty={lists.data?.length === 0} empty={t('noLists')}>
        <Section title={t('customer')} help={t('customerHelp')}>
          <Stack gap="sm">
            <CustomerField customer={customer} onChange={setCustomer} />
            <Group align="end">
              <TextInput
                w={110}
                label={t('country')}
                value={customer.country}
                maxLength={2}
                onChange={(event) => setCustomer({ ...customer, country: event.currentTarget.value.toUpperCase() })}
                required
              />
              <TextInput
                w={200}
                label={t('region')}
                value={customer.region}
                maxLength={60}
                onChange={(event) => setCustomer({ ...customer, region: event.currentTarget.value })}
              />
              <Checkbox
                mb={8}
                label={t('taxExempt')}
                checked={customer.taxExempt}
                onChange={(event) => setCustomer({ ...customer, taxExempt: event.currentTarget.checked })}
              />
            </Group>
            <Group align="end">
              <NativeSelect
                label={t('seller')}
                value={partnerId}
                onChange={(event) => setSeller(event.currentTarget.value)}
                data={choices}
              />
              <NativeSelect
                label={t('priceList')}
                value={priceListId}
                onChange={(event) => setList(event.currentTarget.value)}
                data={(lists.data ?? []).map(({ id, nameEs, nameEn, currency }) => ({
                  value: id,
                  label: `${i18n.language === 'en' ? nameEn : nameEs} (${currency})`,
                }))}
              />
              <NativeSelect
                label={t('language')}
                value={language}
                onChange={(event) => setLanguage(event.currentTarget.value as 'es' | 'en')}
                data={[
                  { value: 'es', label: 'Español' },
                  { value: 'en', label: 'English' },
                ]}
              />
            </Group>
          </Stack>
        </Section>
        <TermsEditor terms={terms} customer={customer} priceListId={priceListId} onChange={setTerms} />
        {creating.error ? <Notice tone="bad">{problemText(creating.error)}</Notice> : null}
        <Group mt="lg">
          <Button type="submit" loading={creating.isPending} disabled={!items || !schedule || customer.name === ''}>
            {t('createDo')}
          </Button>
        </Group>
      </RowsState>
    </form>
  );
}

/** A customer of the register while somebody types the name, or one that is not there yet. */
function CustomerField({ customer, onChange }: { customer: EditedCustomer; onChange(customer: EditedCustomer): void }) {
  const { t } = useTranslation('quotes');
  const [typed] = useDebouncedValue(customer.name.trim(), 250);
  const found = useQuery({
    queryKey: ['customers-named', typed],
    enabled: typed.length > 1 && customer.accountId === null,
    queryFn: async () =>
      (await read(api.GET('/api/v1/customers', { params: { query: { text: typed, limit: 10 } } }))).items,
  });
  return (
    <Autocomplete
      label={t('customerName')}
      value={customer.name}
      maxLength={300}
      data={[...new Set((found.data ?? []).map(({ name }) => name))]}
      onChange={(name) => {
        const known = found.data?.find((one) => one.name === name);
        const country = known?.country ?? customer.country;
        onChange({ ...customer, name, country, accountId: known?.id ?? null });
      }}
      required
    />
  );
}
