import { meQuery, RowsState, type RowsStateProps } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SecurityTabs } from '../../app/security-tabs/security-tabs.tsx';
import classes from './labels.module.css';

export type LabelsPageProps = {
  title: string;
  help: string;
  action?: ReactNode;
  /** What the place is made of; it is shown once it is there. */
  query: RowsStateProps['query'];
  children: ReactNode;
};

/** One place of the work on labels: among the others of security for officers, on its own for owners who decide about a request. */
export function LabelsPage({ title, help, action, query, children }: LabelsPageProps) {
  const { t } = useTranslation('app');
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  return (
    <div className={panel['page']}>
      <title>{`${title} · Nexus`}</title>
      {isOfficer && <h1>{t('places.security')}</h1>}
      <SecurityTabs />
      <header className={classes['head']}>
        <div>
          {isOfficer ? <h2>{title}</h2> : <h1>{title}</h1>}
          <p>{help}</p>
        </div>
        {action}
      </header>
      <RowsState query={query}>{children}</RowsState>
    </div>
  );
}
