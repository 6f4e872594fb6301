import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './frame.module.css';
import { OfflineNotice } from './offline-notice.tsx';
import { PersonMenu } from './person-menu.tsx';
import { SessionDialog } from './session-dialog.tsx';

export type PageFrameProps = {
  /** The places at the left; on narrow screens it opens over the page. */
  side(menu: { isOpen: boolean; onClose(): void }): ReactNode;
  /** In the bar on top, before the person. */
  search?: ReactNode;
  /** Between the bar and what is shown. */
  notice?: ReactNode;
  /** Above and below everything, on screen and on paper. */
  edge?(where: 'top' | 'bottom'): ReactNode;
  /** Beside everything, such as a tray. */
  children?: ReactNode;
};

/** The frame of a page: places at the left, search and person on top, one main thing in the middle. */
export function PageFrame({ side, search, notice, edge, children }: PageFrameProps) {
  const { t } = useTranslation('page');
  const [isMenuOpen, menu] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the place changes, whatever it is.
  useEffect(() => menu.close(), [path]);
  return (
    <div className={classes['screen']}>
      <div className={classes['edgeTop']}>{edge?.('top')}</div>
      <div className={classes['frame']}>
        <a className={classes['skip']} href="#main">
          {t('shell.skip')}
        </a>
        {side({ isOpen: isMenuOpen, onClose: menu.close })}
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
            {search ?? <span className={classes['gap']} />}
            <PersonMenu />
          </header>
          {notice ?? <div />}
          <OfflineNotice />
          <main id="main" tabIndex={-1} className={classes['main']}>
            <Outlet />
          </main>
        </div>
        {children}
        <SessionDialog />
      </div>
      <div className={classes['edgeBottom']}>{edge?.('bottom')}</div>
    </div>
  );
}
