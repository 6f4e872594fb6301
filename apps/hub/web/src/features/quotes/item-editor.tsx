import { ActionIcon, Checkbox, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EditedItem, Unit } from './editor-state.ts';
import { planQuery, plansQuery, pricesInEffect, productsQuery } from './quote-queries.ts';

export type ItemEditorProps = {
  item: EditedItem;
  priceListId: string;
  onChange(item: EditedItem): void;
  onRemove: (() => void) | null;
};

/** One plan with its quantities: only units that have a price in the list are asked for. */
export function ItemEditor({ item, priceListId, onChange, onRemove }: ItemEditorProps) {
  const { t, i18n } = useTranslation('quotes');
  const { t: word } = useTranslation('app');
  const { data: plans = [] } = useQuery(plansQuery);
  const { data: products = [] } = useQuery(productsQuery);
  const plan = useQuery({ ...planQuery(item.planId), enabled: item.planId !== '' });
  const prices = plan.data ? pricesInEffect(plan.data, priceListId) : null;
  const units = (prices?.components ?? [])
    .filter(({ charge, unit }) => charge !== 'usage' && unit !== 'contract')
    .map(({ unit }) => unit as Unit);
  const inEnglish = i18n.language === 'en';
  const productOf = new Map(products.map((product) => [product.id, inEnglish ? product.nameEn : product.nameEs]));
  const choices = plans
    .filter(({ state }) => state === 'active')
    .map(({ id, productId, nameEs, nameEn }) => ({
      value: id,
      label: `${productOf.get(productId) ?? ''} · ${inEnglish ? nameEn : nameEs}`,
    }));

  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group align="end" wrap="nowrap">
          {item.kept ? (
            <Text style={{ flex: 1 }}>{t('keptMaintenance')}</Text>
          ) : (
            <NativeSelect
              style={{ flex: 1 }}
              label={t('plan')}
              value={item.planId}
              onChange={(event) => onChange({ ...item, planId: event.currentTarget.value, quantities: {} })}
              data={[{ value: '', label: t('choosePlan') }, ...choices]}
              required
            />
          )}
          {onRemove && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('removeItem')} onClick={onRemove}>
              <IconTrash size={18} />
            </ActionIcon>
          )}
        </Group>
        {item.planId !== '' && plan.data && !prices && <Text c="red">{t('noPrice')}</Text>}
        <Group align="end">
          {units.map((unit) => (
            <TextInput
              key={unit}
              w={130}
              label={word(`units.${unit}`)}
              inputMode="numeric"
              value={item.quantities[unit] ?? ''}
              onChange={(event) =>
                onChange({ ...item, quantities: { ...item.quantities, [unit]: event.currentTarget.value.trim() } })
              }
            />
          ))}
          <TextInput
            w={130}
            label={t('discount')}
            inputMode="decimal"
            value={item.discount}
            onChange={(event) => onChange({ ...item, discount: event.currentTarget.value })}
          />
          {prices && prices.maintenancePpm > 0 && !item.recurringOnly && (
            <Checkbox
              mb={8}
              label={t('withMaintenance', { percent: prices.maintenancePpm / 10_000 })}
              checked={item.withMaintenance}
              onChange={(event) => onChange({ ...item, withMaintenance: event.currentTarget.checked })}
            />
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
