import { Menu } from '@mantine/core';
import { meQuery } from '@nexus/page';
import classes from '@nexus/page/frame.module.css';
import {
  IconActivity,
  IconFiles,
  IconLayoutGrid,
  IconMessageQuestion,
  IconPlus,
  IconSelector,
  IconSettings,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { spacesQuery } from '../queries.ts';
import { useLastSpaceId } from '../remembered-space.ts';
import { RecentConversations } from './recent-conversations.tsx';

export type SideProps = { isOpen: boolean; onClose(): void };

/** Spaces and the few places one goes. */
export function Side({ isOpen, onClose }: SideProps) {
  const { t } = useTranslation('app');
  const params = useParams({ strict: false });
  const { data: spaces = [] } = useQuery(spacesQuery);
  const { data: me } = useQuery(meQuery);
  const remembered = useLastSpaceId();
  const spaceId = params.spaceId ?? remembered ?? undefined;
  const space = spaces.find(({ id }) => id === spaceId) ?? (params.spaceId ? undefined : spaces[0]);
  const link = classes['link']!;

  return (
    <nav
      className={`${classes['side']} nx-no-print`}
      data-open={isOpen || undefined}
      aria-label={t('places.spaces')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Link to="/" className={classes['brand']!}>
        <img src="/favicon.svg" alt="" width={22} height={22} />
        Nexus
      </Link>
      <Menu position="bottom-start" width={236}>
        <Menu.Target>
          <button
            type="button"
            className={classes['space']}
            aria-label={`${space?.name ?? ''} ${t('shell.chooseSpace')}`.trim()}
          >
            <span>{space?.name ?? t('shell.chooseSpace')}</span>
            <IconSelector size={16} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {spaces.map(({ id, name }) => (
            <Menu.Item
              key={id}
              renderRoot={(props) => <Link to="/spaces/$spaceId" params={{ spaceId: id }} {...props} />}
            >
              {name}
            </Menu.Item>
          ))}
          {spaces.length > 0 && <Menu.Divider />}
          <Menu.Item leftSection={<IconPlus size={16} />} renderRoot={(props) => <Link to="/spaces" {...props} />}>
            {t('shell.newSpace')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div className={classes['scroll']}>
        {space && (
          <>
            <Link
              className={link}
              to="/spaces/$spaceId/ask"
              params={{ spaceId: space.id }}
              search={{}}
              activeOptions={{ includeSearch: false }}
            >
              <IconMessageQuestion size={18} aria-hidden />
              <span>{t('places.ask')}</span>
            </Link>
            <Link
              className={link}
              to="/spaces/$spaceId/documents"
              params={{ spaceId: space.id }}
              search={{}}
              activeOptions={{ includeSearch: false }}
            >
              <IconFiles size={18} aria-hidden />
              <span>{t('places.documents')}</span>
            </Link>
          </>
        )}
        <Link className={link} to="/spaces" activeOptions={{ exact: true }}>
          <IconLayoutGrid size={18} aria-hidden />
          <span>{t('places.spaces')}</span>
        </Link>
        <Link className={link} to="/activity">
          <IconActivity size={18} aria-hidden />
          <span>{t('places.activity')}</span>
        </Link>
        {me && me.roles.length > 0 && (
          <Link className={link} to="/security" activeOptions={{ includeSearch: false }}>
            <IconShieldCheck size={18} aria-hidden />
            <span>{t('places.security')}</span>
          </Link>
        )}
        <Link className={link} to="/settings">
          <IconSettings size={18} aria-hidden />
          <span>{t('places.settings')}</span>
        </Link>
        {space && <RecentConversations spaceId={space.id} isOpen={isOpen} />}
      </div>
    </nav>
  );
}
