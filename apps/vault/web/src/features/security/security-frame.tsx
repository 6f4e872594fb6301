import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import panel from '../../app/panel/panel.module.css';
import { meQuery } from '../../app/queries.ts';

/** What guards the system: whether the safeguards hold, and, for officers, the keys. */
export function SecurityFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('security');
  const { data: me } = useQuery(meQuery);
  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      {me?.roles.includes('officer') && (
        <nav className={panel['tabs']} aria-label={t('title')}>
          <Link to="/security" activeOptions={{ exact: true }}>
            {t('tabs.safeguards')}
          </Link>
          <Link to="/security/keys">{t('tabs.keys')}</Link>
        </nav>
      )}
      {children}
    </div>
  );
}
