import { meQuery } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayListPeople, mayRunSystem } from './duties.ts';

/** The places of the settings; what one may not manage is not shown. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('settings');
  const { data: me } = useQuery(meQuery);
  const roles = me?.roles ?? [];
  return (
    <div className={classes['page']}>
      <h1>{t('title')}</h1>
      <nav className={classes['tabs']} aria-label={t('title')}>
        <Link to="/settings" activeOptions={{ exact: true }}>
          {t('tabs.own')}
        </Link>
        <Link to="/settings/drills">{t('tabs.drills')}</Link>
        {mayListPeople(roles) && <Link to="/settings/people">{t('tabs.people')}</Link>}
        {mayListPeople(roles) && <Link to="/settings/access">{t('tabs.access')}</Link>}
        {mayRunSystem(roles) && <Link to="/settings/system">{t('tabs.system')}</Link>}
        {mayListPeople(roles) && <Link to="/settings/backups">{t('tabs.backups')}</Link>}
        {mayRunSystem(roles) && <Link to="/settings/licence">{t('tabs.licence')}</Link>}
      </nav>
      {children}
    </div>
  );
}
