import classes from '@nexus/page/frame.module.css';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOwnRoles } from '../own-roles.ts';
import { places } from './places.ts';

export type SideProps = { isOpen: boolean; onClose(): void };

/** The places that the person has. */
export function Side({ isOpen, onClose }: SideProps) {
  const { t } = useTranslation('app');
  const { network, partners, isOffice, isPartner } = useOwnRoles();
  const own = places.filter(
    ({ office, portal }) => (office && isOffice(...office)) || (portal && isPartner(...portal)),
  );
  return (
    <nav
      className={`${classes['side']} nx-no-print`}
      data-open={isOpen || undefined}
      aria-label={t('places.name')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Link to="/" className={classes['brand']!}>
        <img src="/favicon.svg" alt="" width={22} height={22} />
        Nexus
      </Link>
      <p className={classes['heading']}>{network?.name ?? partners.map(({ name }) => name).join(' · ')}</p>
      <div className={classes['scroll']}>
        {own.map(({ to, name, icon: Sign }) => (
          <Link
            key={to}
            to={to}
            className={classes['link']!}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            <Sign size={18} aria-hidden />
            <span>{t(`places.${name}`)}</span>
          </Link>
        ))}
      </div>
    </nav>
  );
}
