import { ActionIcon } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { OfflineNotice, PersonMenu, SessionDialog } from '@nexus/page';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ClassificationBanner } from '../labels/classification-banner.tsx';
import { rememberSpace } from '../remembered-space.ts';
import { UploadTray } from '../uploads/upload-tray.tsx';
import { EvaluationKeyBanner } from './evaluation-key-banner.tsx';
import { LicenceBanner } from './licence-banner.tsx';
import classes from './shell.module.css';
import { Side } from './side.tsx';

/** The frame: the label of what is shown above and below, places at the left, search and person on top, one main thing in the middle. */
export function Shell() {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const [isMenuOpen, menu] = useDisclosure(false);
  const { spaceId } = useParams({ strict: false });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the place changes, whatever it is.
  useEffect(() => menu.close(), [path]);
  useEffect(() => {
    if (spaceId) rememberSpace(spaceId);
  }, [spaceId]);
  useHotkeys([['mod+K', () => void navigate({ to: '/search', search: {} })]], []);

  return (
    <div className={classes['screen']}>
      <div className={classes['edgeTop']}>
        <ClassificationBanner edge="top" />
      </div>
      <div className={classes['frame']}>
        <a className={classes['skip']} href="#main">
          {t('shell.skip')}
        </a>
        <Side isOpen={isMenuOpen} onClose={menu.close} />
        <div className={classes['body']}>
          <header className={`${classes['top']} nx-no-print`}>
            <ActionIcon
              className={classes['menuButton']!}
              variant="subtle"
              color="gray"
              aria-label={t('shell.openMenu')}
              aria-expanded={isMenuOpen}
              onClick={menu.toggle}
            >
              <IconMenu2 size={20} />
            </ActionIcon>
            <Link to="/search" search={{}} className={classes['search']}>
              <IconSearch size={16} aria-hidden />
              <span>{t('shell.searchEverything')}</span>
              <kbd aria-hidden>Ctrl K</kbd>
            </Link>
            <PersonMenu />
          </header>
          <div>
            <EvaluationKeyBanner />
            <LicenceBanner />
          </div>
          <OfflineNotice />
          <main id="main" tabIndex={-1} className={classes['main']}>
            <Outlet />
          </main>
        </div>
        <UploadTray />
        <SessionDialog />
      </div>
      <div className={classes['edgeBottom']}>
        <ClassificationBanner edge="bottom" />
      </div>
    </div>
  );
}
