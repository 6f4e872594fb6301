import panel from '@nexus/page/panel.module.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SecurityTabs } from '../../app/security-tabs/security-tabs.tsx';

/** What guards the system: whether the safeguards hold, and, for officers, the keys. */
export function SecurityFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('security');
  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <SecurityTabs />
      {children}
    </div>
  );
}
