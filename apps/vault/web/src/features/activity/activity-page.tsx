import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../app/queries.ts';
import classes from './activity.module.css';
import { AuditLog } from './audit-log.tsx';
import { OwnActivity } from './own-activity.tsx';

/** Who did what: one's own for everybody, all of it for auditors. */
export function ActivityPage() {
  const { t } = useTranslation('activity');
  const { data: me } = useQuery(meQuery);
  const [view, setView] = useState<'own' | 'log'>('own');
  const isAuditor = me?.roles.includes('auditor') ?? false;
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div>
          <h1>{t('title')}</h1>
          <p>{t(`${view}.help`)}</p>
        </div>
        {isAuditor && (
          <SegmentedControl
            aria-label={t('title')}
            value={view}
            onChange={(value) => setView(value as 'own' | 'log')}
            data={[
              { value: 'own', label: t('views.own') },
              { value: 'log', label: t('views.log') },
            ]}
          />
        )}
      </header>
      {view === 'own' ? <OwnActivity /> : <AuditLog />}
    </div>
  );
}
