import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { read } from '@nexus/page/api';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { readPercent } from '../../app/money-text.ts';
import { useCreation } from '../../app/use-creation.ts';
import { charges, type EditedPrice, emptyPrice, readComponents, units } from './edited-prices.ts';

export type VersionDialogProps = {
  planId: string;
  /** Maintenance belongs to licences that are bought. */
  isBought: boolean;
  lists: Answered<'listPriceLists'>['items'];
  onDone(): unknown;
  onClose(): void;
};

/** Drafts prices: a row for each price; rows of the same unit and charge are its tiers. */
export function VersionDialog({ planId, isBought, lists, onDone, onClose }: VersionDialogProps) {
  const { t, i18n } = useTranslation('catalogue');
  const { t: word } = useTranslation('app');
  const [terms, setTerms] = useState({
    priceListId: lists[0]?.id ?? '',
    effectiveFrom: new Date().toISOString().slice(0, 10),
    termMonths: '12',
    maintenance: isBought ? '18' : '0',
    entitlements: '',
  });
  const [prices, setPrices] = useState<EditedPrice[]>([emptyPrice()]);
  const currency = lists.find(({ id }) => id === terms.priceListId)?.currency ?? 'EUR';
  const components = readComponents(prices, currency);
  const maintenancePpm = readPercent(terms.maintenance);
  const drafting = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/price-plans/{planId}/versions', {
          params: { path: { planId }, header },
          body: {
            priceListId: terms.priceListId,
            effectiveFrom: terms.effectiveFrom,
            termMonths: Number(terms.termMonths),
            maintenancePpm: maintenancePpm!,
            entitlements: terms.entitlements.split(/[\s,]+/).filter((one) => one !== ''),
            components: components!,
          },
        }),
      ),
    onDone,
  );
  const change = (key: number, part: Partial<EditedPrice>) =>
    setPrices(prices.map((price) => (price.key === key ? { ...price, ...part } : price)));

  function draft(event: FormEvent): void {
    event.preventDefault();
    if (components !== null) drafting.mutate();
  }

  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('draftPrices')}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={draft}>
        <Stack>
          <Group align="end">
            <NativeSelect
              label={t('fields.list')}
              value={terms.priceListId}
              onChange={(event) => setTerms({ ...terms, priceListId: event.currentTarget.value })}
              data={lists.map(({ id, nameEs, nameEn, currency: code }) => ({
                value: id,
                label: `${i18n.language === 'en' ? nameEn : nameEs} (${code})`,
              }))}
            />
            <TextInput
              type="date"
              label={t('fields.effectiveFrom')}
              value={terms.effectiveFrom}
              onChange={(event) => setTerms({ ...terms, effectiveFrom: event.currentTarget.value })}
              required
            />
            <TextInput
              w={110}
              label={t('fields.termMonths')}
              inputMode="numeric"
              value={terms.termMonths}
              onChange={(event) => setTerms({ ...terms, termMonths: event.currentTarget.value })}
              required
            />
            {isBought && (
              <TextInput
                w={150}
                label={t('fields.maintenance')}
                inputMode="decimal"
                value={terms.maintenance}
                onChange={(event) => setTerms({ ...terms, maintenance: event.currentTarget.value })}
                required
              />
            )}
          </Group>
          <TextInput
            label={t('fields.entitlements')}
            description={t('fields.entitlementsHelp')}
            value={terms.entitlements}
            onChange={(event) => setTerms({ ...terms, entitlements: event.currentTarget.value })}
          />
          {prices.map((price) => (
            <Group key={price.key} align="end" gap="xs">
              <NativeSelect
                label={t('columns.unit')}
                value={price.unit}
                onChange={(event) => change(price.key, { unit: event.currentTarget.value as EditedPrice['unit'] })}
                data={units.map((value) => ({ value, label: word(`units.${value}`) }))}
              />
              <NativeSelect
                label={t('columns.charge')}
                value={price.charge}
                onChange={(event) => change(price.key, { charge: event.currentTarget.value as EditedPrice['charge'] })}
                data={charges.map((value) => ({ value, label: word(`charges.${value}`) }))}
              />
              {(['fromQuantity', 'price', 'perUnits'] as const).map((field) => (
                <TextInput
                  key={field}
                  w={field === 'price' ? 130 : 100}
                  label={t(`fields.${field}`, { currency })}
                  inputMode="decimal"
                  value={price[field]}
                  onChange={(event) => change(price.key, { [field]: event.currentTarget.value })}
                  required
                />
              ))}
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('removePrice')}
                disabled={prices.length === 1}
                onClick={() => setPrices(prices.filter(({ key }) => key !== price.key))}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
          ))}
          <Button
            variant="default"
            size="xs"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<IconPlus size={14} />}
            onClick={() => setPrices([...prices, emptyPrice()])}
          >
            {t('addPrice')}
          </Button>
          <DialogFoot error={drafting.error} onClose={onClose}>
            <Button
              type="submit"
              loading={drafting.isPending}
              disabled={components === null || maintenancePpm === null || terms.priceListId === ''}
            >
              {t('draftDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
