import { Badge, Group } from '@mantine/core';
import { meQuery, RowsState } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { EmptyState } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ownOrganisationsQuery } from '../../app/own-roles.ts';

/** Where the person acts, and the way there. */
export function HomePage() {
  const { t } = useTranslation('home');
  const { t: word } = useTranslation('app');
  const { data: me } = useQuery(meQuery);
  const organisations = useQuery(ownOrganisationsQuery);
  const own = organisations.data ?? [];
  return (
    <div className={panel['page']}>
      <h1>{t('title', { name: me?.name.split(' ')[0] ?? '' })}</h1>
      <RowsState query={organisations}>
        {own.length === 0 ? (
          <EmptyState title={t('noneTitle')}>{t('noneHelp')}</EmptyState>
        ) : (
          <table className={table['table']}>
            <caption>{t('actsIn')}</caption>
            <tbody>
              {own.map(({ organisationId, name, kind, roles }) => (
                <tr key={organisationId}>
                  <td>
                    <Link to="/organisations/$organisationId" params={{ organisationId }}>
                      {name}
                    </Link>
                  </td>
                  <td>{t(kind === 'network' ? 'office' : 'partner')}</td>
                  <td>
                    <Group gap={6}>
                      {roles.map((role) => (
                        <Badge key={role} variant="light">
                          {word(`roles.${role}`)}
                        </Badge>
                      ))}
                    </Group>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </RowsState>
    </div>
  );
}
