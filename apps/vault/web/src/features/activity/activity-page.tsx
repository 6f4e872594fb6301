import { SegmentedControl } from '@mantine/core';
import { meQuery } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import { AuditLog } from './audit-log.tsx';
import { LogHealth } from './log-health.tsx';
import { OwnActivity } from './own-activity.tsx';

type View = 'own' | 'log' | 'health';

/** Who did what: one's own for everybody, all of it for auditors; whether the log holds, for whoever has a duty. */
export function ActivityPage() {
  const { t } = useTranslation('activity');
  const { data: me } = useQuery(meQuery);
  const [view, setView] = useState<View>('own');
  const roles = me?.roles ?? [];
  const views: View[] = [
    'own',
    ...(roles.includes('auditor') ? (['log'] as const) : []),
    ...(roles.length > 0 ? (['health'] as const) : []),
  ];
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div>
          <h1>{t('title')}</h1>
          <p>{t(`${view}.help`)}</p>
        </div>
        {views.length > 1 && (
          <SegmentedControl
            aria-label={t('title')}
            value={view}
            onChange={(value) => setView(value as View)}
            data={views.map((value) => ({ value, label: t(`views.${value}`) }))}
          />
        )}
      </header>
      {view === 'own' && <OwnActivity />}
      {view === 'log' && <AuditLog />}
      {view === 'health' && <LogHealth />}
    </div>
  );
}
