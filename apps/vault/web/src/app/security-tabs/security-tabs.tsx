import { meQuery } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The places of security; an officer's work is shown to officers alone. */
export function SecurityTabs() {
  const { t } = useTranslation('app');
  const { data: me } = useQuery(meQuery);
  const tabs = useRef<HTMLElement>(null);
  const isOfficer = me?.roles.includes('officer') ?? false;
  // On a telephone they do not all fit: the one that is open is in view.
  useEffect(() => {
    if (isOfficer)
      tabs.current?.querySelector('[data-status="active"]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [isOfficer]);
  if (!isOfficer) return null;
  return (
    <nav ref={tabs} className={panel['tabs']} aria-label={t('places.security')}>
      <Link to="/security" activeOptions={{ exact: true }}>
        {t('security.safeguards')}
      </Link>
      <Link to="/security/keys">{t('security.keys')}</Link>
      <Link to="/security/labels">{t('security.labels')}</Link>
      <Link to="/security/clearances">{t('security.clearances')}</Link>
      <Link to="/security/requests">{t('security.requests')}</Link>
      <Link to="/security/access" search={{}}>
        {t('security.access')}
      </Link>
    </nav>
  );
}
