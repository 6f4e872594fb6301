import { Button, Group, TextInput } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { dayText, percentText, readPercent } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';

/** Tax rates with their days; finance enters new ones. */
export function TaxRates() {
  const { t, i18n } = useTranslation('catalogue');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { isOffice } = useOwnRoles();
  const [rate, setRate] = useState({ country: '', region: '', name: 'IVA', percent: '', validFrom: '' });
  const rates = useQuery({
    queryKey: ['tax-rates'],
    queryFn: async () => (await read(api.GET('/api/v1/tax-rates'))).items,
  });
  const ratePpm = readPercent(rate.percent);
  const adding = useCreation(
    (header) => {
      const { country, region, name, validFrom } = rate;
      const body = { country: country.toUpperCase(), region, name, validFrom, ratePpm: ratePpm! };
      return read(api.POST('/api/v1/tax-rates', { params: { header }, body }));
    },
    () => queries.invalidateQueries({ queryKey: ['tax-rates'] }),
  );

  function add(event: FormEvent): void {
    event.preventDefault();
    adding.mutate();
  }

  return (
    <Section title={t('taxes')} help={t('taxesHelp')}>
      <RowsState query={rates} isEmpty={rates.data?.length === 0} empty={t('noTaxes')}>
        <ul className={panel['rows']}>
          {rates.data?.map(({ id, country, region, name, ratePpm: ppm, validFrom, validUntil }) => (
            <li key={id}>
              <span>
                {country}
                {region && ` · ${region}`} · {name}
                <span className={panel['meta']}>
                  {t('from', { day: dayText(validFrom, i18n.language) })}
                  {validUntil && ` ${t('until', { day: dayText(validUntil, i18n.language) })}`}
                </span>
              </span>
              <span>{percentText(ppm, i18n.language)}</span>
            </li>
          ))}
        </ul>
      </RowsState>
      {isOffice('owner', 'finance') && (
        <form onSubmit={add}>
          <Group mt="md" align="end">
            {(['country', 'region', 'name', 'percent'] as const).map((field) => (
              <TextInput
                key={field}
                w={field === 'region' ? 150 : 90}
                label={t(`fields.${field}`)}
                value={rate[field]}
                maxLength={field === 'country' ? 2 : 60}
                onChange={(event) => setRate({ ...rate, [field]: event.currentTarget.value })}
                required={field !== 'region'}
              />
            ))}
            <TextInput
              type="date"
              label={t('fields.validFrom')}
              value={rate.validFrom}
              onChange={(event) => setRate({ ...rate, validFrom: event.currentTarget.value })}
              required
            />
            <Button type="submit" variant="default" loading={adding.isPending} disabled={ratePpm === null}>
              {t('addTax')}
            </Button>
          </Group>
          {adding.error ? <Notice tone="bad">{problemText(adding.error)}</Notice> : null}
        </form>
      )}
    </Section>
  );
}
