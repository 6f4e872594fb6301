import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { moneyText } from '../../app/money-text.ts';
import { PricedLines } from '../../app/priced-lines.tsx';
import { type EditedCustomer, type EditedTerms, emptyItem, readItems, readSchedule } from './editor-state.ts';
import { ItemEditor } from './item-editor.tsx';
import { ScheduleEditor } from './schedule-editor.tsx';

export type TermsEditorProps = {
  terms: EditedTerms;
  customer: EditedCustomer;
  priceListId: string;
  onChange(terms: EditedTerms): void;
};

/** Plans, payment, validity; and what they come to, calculated by the server while somebody types. */
export function TermsEditor({ terms, customer, priceListId, onChange }: TermsEditorProps) {
  const { t, i18n } = useTranslation('quotes');
  const problemText = useProblemText();
  const { items, schedule } = terms;
  const wanted = { items: readItems(items), schedule: readSchedule(schedule) };
  const isReady = wanted.items !== null && wanted.schedule !== null && /^[A-Z]{2}$/.test(customer.country);
  const body = { priceListId, customer: { ...customer, name: customer.name || '–' }, ...wanted };
  const [asked] = useDebouncedValue(isReady ? JSON.stringify(body) : null, 300);
  const calculation = useQuery({
    queryKey: ['quote-calculation', asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: () => read(api.POST('/api/v1/quote-calculations', { body: JSON.parse(asked!) })),
  });
  const sums = calculation.data;

  return (
    <>
      <Section title={t('items')} help={t('itemsHelp')}>
        <Stack gap="sm">
          {items.map((item) => (
            <ItemEditor
              key={item.key}
              item={item}
              priceListId={priceListId}
              onChange={(changed) =>
                onChange({ ...terms, items: items.map((one) => (one.key === item.key ? changed : one)) })
              }
              onRemove={
                items.length === 1
                  ? null
                  : () => onChange({ ...terms, items: items.filter(({ key }) => key !== item.key) })
              }
            />
          ))}
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange({ ...terms, items: [...items, emptyItem()] })}
          >
            {t('addItem')}
          </Button>
        </Stack>
      </Section>
      <Section title={t('schedule.title')} help={t('schedule.help')}>
        <ScheduleEditor schedule={schedule} onChange={(changed) => onChange({ ...terms, schedule: changed })} />
      </Section>
      <Section title={t('validity')} help={t('validityHelp')}>
        <Stack gap="sm">
          <TextInput
            type="date"
            w={200}
            label={t('validUntil')}
            value={terms.validUntil}
            onChange={(event) => onChange({ ...terms, validUntil: event.currentTarget.value })}
            required
          />
          <Textarea
            label={t('notes')}
            value={terms.notes}
            maxLength={4_000}
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => onChange({ ...terms, notes: event.currentTarget.value })}
          />
        </Stack>
      </Section>
      <Section title={t('totals')} help={t('totalsHelp')}>
        <div aria-live="polite">
          {calculation.error ? <Notice tone="warn">{problemText(calculation.error)}</Notice> : null}
          {!isReady && <Text c="dimmed">{t('totalsWait')}</Text>}
          {isReady && sums && !calculation.error && (
            <>
              <PricedLines lines={sums.lines} sums={sums} />
              {sums.payments.length > 1 && (
                <Text mt="sm" size="sm" c="dimmed">
                  {sums.payments
                    .map(
                      ({ ordinal, label, amount }) => `${label || `${ordinal}.`} ${moneyText(amount, i18n.language)}`,
                    )
                    .join(' · ')}
                </Text>
              )}
            </>
          )}
        </div>
      </Section>
    </>
  );
}
