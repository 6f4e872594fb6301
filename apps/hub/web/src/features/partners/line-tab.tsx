import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

/** Who brought the partner in, and whom it brought in, with the time of each. */
export function LineTab({ partnerId }: { partnerId: string }) {
  const { t, i18n } = useTranslation('partners');
  const locale = i18n.language as Locale;
  const line = useQuery({
    queryKey: ['partner-line', partnerId],
    queryFn: async () =>
      (await read(api.GET('/api/v1/partners/{partnerId}/sponsorships', { params: { path: { partnerId } } }))).items,
  });
  return (
    <RowsState query={line} isEmpty={line.data?.length === 0} empty={t('line.none')}>
      <div className={table['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('line.relation')}</th>
              <th>{t('columns.name')}</th>
              <th>{t('from')}</th>
              <th>{t('until')}</th>
              <th>{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {line.data?.map((row) => (
              <tr key={row.id}>
                <td>{t(row.partnerId === partnerId ? 'line.sponsor' : 'line.recruit')}</td>
                <td>{(row.partnerId === partnerId ? row.sponsorName : row.partnerName) || t('line.hidden')}</td>
                <td>{formatWhen(row.from, locale)}</td>
                <td>{row.until ? formatWhen(row.until, locale) : '–'}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </RowsState>
  );
}
