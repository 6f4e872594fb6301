import table from '@nexus/page/table.module.css';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../../api/client.ts';
import { moneyText } from '../../app/money-text.ts';

type Version = Answered<'getPricePlan'>['versions'][number];

/** What is charged for what: a row for each price of each component. */
export function PriceTable({ version }: { version: Version }) {
  const { t, i18n } = useTranslation('catalogue');
  const { t: word } = useTranslation('app');
  const right = { textAlign: 'right' as const, whiteSpace: 'nowrap' as const };
  const number = (value: string) => Number(value).toLocaleString(i18n.language);
  return (
    <div className={table['scroll']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>{t('columns.unit')}</th>
            <th>{t('columns.charge')}</th>
            <th>{t('columns.tier')}</th>
            <th style={right}>{t('columns.price')}</th>
          </tr>
        </thead>
        <tbody>
          {version.components.flatMap((component) =>
            component.tiers.map((tier, index) => (
              <tr key={`${component.id} ${tier.fromQuantity}`}>
                <td>
                  {index === 0 && word(`units.${component.unit}`)}
                  {index === 0 && component.included !== '0' && (
                    <div style={{ color: 'var(--nx-muted)', fontSize: 13 }}>
                      {t('included', { number: number(component.included) })}
                    </div>
                  )}
                </td>
                <td>{index === 0 && word(`charges.${component.charge}`)}</td>
                <td>
                  {component.scheme === 'flat'
                    ? '–'
                    : t(`tiers.${component.scheme}`, { number: number(tier.fromQuantity) })}
                </td>
                <td style={right}>
                  {moneyText({ minor: tier.priceMinor, currency: version.currency }, i18n.language)}
                  {component.perUnits !== '1' && ` / ${number(component.perUnits)}`}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
