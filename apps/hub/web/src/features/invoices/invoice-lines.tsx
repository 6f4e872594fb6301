import table from '@nexus/page/table.module.css';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../../api/client.ts';
import { moneyText, percentText } from '../../app/money-text.ts';

/** What is invoiced, with its sums and what went back of each line. */
export function InvoiceLines({ invoice }: { invoice: Answered<'getInvoice'> }) {
  const { t, i18n } = useTranslation('invoices');
  const right = { textAlign: 'right' as const, whiteSpace: 'nowrap' as const };
  const money = (amount: typeof invoice.total) => moneyText(amount, i18n.language);
  return (
    <div className={table['scroll']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>{t('columns.description')}</th>
            <th style={right}>{t('columns.quantity')}</th>
            <th style={right}>{t('columns.tax')}</th>
            <th style={right}>{t('columns.net')}</th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line) => (
            <tr key={line.id}>
              <td>
                {line.description}
                {line.returnedNet.minor !== '0' && (
                  <div style={{ color: 'var(--nx-muted)', fontSize: 13 }}>
                    {t('returned', { amount: money(line.returnedNet) })}
                  </div>
                )}
              </td>
              <td style={right}>{Number(line.quantity).toLocaleString(i18n.language)}</td>
              <td style={right}>
                {line.taxPpm === 0 ? t('exempt') : `${line.taxName} ${percentText(line.taxPpm, i18n.language)}`}
              </td>
              <td style={right}>{money(line.net)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {(['net', 'tax', 'total'] as const).map((sum) => (
            <tr key={sum}>
              <td colSpan={3} style={{ ...right, fontWeight: sum === 'total' ? 620 : 400 }}>
                {t(`sums.${sum}`)}
              </td>
              <td style={{ ...right, fontWeight: sum === 'total' ? 620 : 400 }}>{money(invoice[sum])}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
