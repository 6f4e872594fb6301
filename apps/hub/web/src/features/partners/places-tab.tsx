import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';

/** Where a partner may sell, and where it alone may. */
export function PlacesTab({ partnerId }: { partnerId: string }) {
  const { t, i18n } = useTranslation('partners');
  const textOf = useTextOf();
  const locale = i18n.language as Locale;
  const grants = useQuery({
    queryKey: ['partner-grants', partnerId],
    queryFn: async () =>
      (await read(api.GET('/api/v1/partners/{partnerId}/territory-grants', { params: { path: { partnerId } } }))).items,
  });
  return (
    <RowsState query={grants} isEmpty={grants.data?.length === 0} empty={t('places.none')}>
      <div className={table['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('places.place')}</th>
              <th>{t('places.line')}</th>
              <th>{t('places.how')}</th>
              <th>{t('from')}</th>
              <th>{t('until')}</th>
            </tr>
          </thead>
          <tbody>
            {grants.data?.map((grant) => (
              <tr key={grant.id}>
                <td>{textOf(grant.name)}</td>
                <td>{grant.productLine ?? t('places.allLines')}</td>
                <td>
                  <StateDot tone={grant.isExclusive ? 'ok' : 'idle'}>
                    {t(grant.isExclusive ? 'places.exclusive' : grant.isWaived ? 'places.waived' : 'places.shared')}
                  </StateDot>
                </td>
                <td>{formatWhen(grant.from, locale)}</td>
                <td>{grant.until ? formatWhen(grant.until, locale) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </RowsState>
  );
}
