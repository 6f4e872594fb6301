import { Group } from '@mantine/core';
import table from '@nexus/page/table.module.css';
import { useTranslation } from 'react-i18next';
import { type Amount, moneyText, percentText } from './money-text.ts';

export type PricedLine = {
  id: string;
  kind: 'licence' | 'service' | 'maintenance' | 'usage';
  charge: 'once' | 'yearly' | 'monthly' | 'usage';
  nameEs: string;
  nameEn: string;
  unit: string;
  quantity: string;
  periods: number;
  list: Amount;
  discountPpm: number;
  net: Amount;
};

export type Sums = { net: Amount; tax: Amount; total: Amount };

/** The lines of a quote with their sums: as the seller writes them, and as the customer reads them. */
export function PricedLines({ lines, sums }: { lines: readonly PricedLine[]; sums: Sums }) {
  const { t, i18n } = useTranslation('app');
  const money = (amount: Amount) => moneyText(amount, i18n.language);
  const right = { textAlign: 'right' as const, whiteSpace: 'nowrap' as const };
  const detail = (line: PricedLine) => {
    if (line.kind === 'maintenance') return t('lines.maintenance');
    if (line.kind === 'usage') return t('lines.metered', { unit: t(`units.${line.unit}`) });
    const months = line.charge === 'monthly' ? [t('lines.months', { count: line.periods })] : [];
    return [t(`units.${line.unit}`), t(`charges.${line.charge}`), ...months].join(' · ');
  };
  return (
    <>
      <div className={table['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('lines.description')}</th>
              <th style={right}>{t('lines.quantity')}</th>
              <th style={right}>{t('lines.list')}</th>
              <th style={right}>{t('lines.discount')}</th>
              <th style={right}>{t('lines.net')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>
                  {i18n.language === 'en' ? line.nameEn : line.nameEs}
                  <div style={{ color: 'var(--nx-muted)', fontSize: 13 }}>{detail(line)}</div>
                </td>
                <td style={right}>
                  {line.kind === 'usage' ? '–' : Number(line.quantity).toLocaleString(i18n.language)}
                </td>
                <td style={right}>{line.kind === 'usage' ? '–' : money(line.list)}</td>
                <td style={right}>{line.discountPpm === 0 ? '–' : percentText(line.discountPpm, i18n.language)}</td>
                <td style={right}>{line.kind === 'usage' ? t('lines.byUse') : money(line.net)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {/* Below the table and not in it: on a narrow screen the total is seen without scrolling sideways. */}
      <dl style={{ margin: 0, paddingRight: 12 }}>
        {(['net', 'tax', 'total'] as const).map((sum) => (
          <Group key={sum} justify="flex-end" gap="xl" py={6} fw={sum === 'total' ? 620 : 400}>
            <dt>{t(`lines.sums.${sum}`)}</dt>
            <dd style={{ ...right, margin: 0, minWidth: 120 }}>{money(sums[sum])}</dd>
          </Group>
        ))}
      </dl>
    </>
  );
}
