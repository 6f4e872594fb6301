import { meQuery } from '@nexus/page';
import classes from '@nexus/page/frame.module.css';
import panel from '@nexus/page/panel.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { licenceStandingQuery } from '../queries.ts';

/**
 * On every screen: to everybody once nothing new can be begun, to administrators from the first warning on. A licence that is in order, and a server
 * without one, say nothing.
 */
export function LicenceBanner() {
  const { t, i18n } = useTranslation('app');
  const { data: me } = useQuery(meQuery);
  const { data } = useQuery(licenceStandingQuery);
  const isAdministrator = me?.roles.includes('administrator') ?? false;
  const state = data?.state ?? 'valid';
  if (state === 'evaluation' || state === 'valid' || (state !== 'restricted' && !isAdministrator)) return null;
  const date = data?.restrictedFrom ? formatWhen(data.restrictedFrom, i18n.language as Locale) : null;
  return (
    <div className={classes['evaluationKey']} role="note">
      <strong>{t(`licence.banner.${state}`)}</strong>{' '}
      <span>
        {state === 'restricted' ? t('licence.banner.restrictedHelp') : date && t('licence.banner.from', { date })}{' '}
        {isAdministrator && (
          <Link to="/settings/licence" className={panel['link']!}>
            {t('licence.banner.open')}
          </Link>
        )}
      </span>
    </div>
  );
}
