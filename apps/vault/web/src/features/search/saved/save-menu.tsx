import { Button, Menu } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconBell, IconBellOff, IconBookmark, IconBookmarkFilled, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { savedSearchesQuery, useSavedSearchChanges } from './saved.queries.ts';

/** Keeps the search that stands in the box, with or without a watch. */
export function SaveMenu({ query, spaceId }: { query: string; spaceId: string | undefined }) {
  const { t } = useTranslation('search');
  const problemText = useProblemText();
  const { data: saved = [] } = useQuery(savedSearchesQuery);
  const { save, watch, remove } = useSavedSearchChanges();
  const known = saved.find((one) => one.text === query && one.spaceId === (spaceId ?? null));
  const error = save.error ?? watch.error ?? remove.error;
  const keep = (watched: boolean): void => save.mutate({ text: query, watched, ...(spaceId ? { spaceId } : {}) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="md"
          loading={save.isPending}
          leftSection={known ? <IconBookmarkFilled size={16} aria-hidden /> : <IconBookmark size={16} aria-hidden />}
        >
          {t(known ? 'saved.isSaved' : 'saved.save')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {error && <Notice tone="bad">{problemText(error)}</Notice>}
        {!known && (
          <>
            <Menu.Item leftSection={<IconBookmark size={16} />} onClick={() => keep(false)}>
              {t('saved.keep')}
            </Menu.Item>
            <Menu.Item leftSection={<IconBell size={16} />} onClick={() => keep(true)}>
              {t('saved.keepAndWatch')}
            </Menu.Item>
          </>
        )}
        {known && (
          <>
            <Menu.Item
              leftSection={known.watched ? <IconBellOff size={16} /> : <IconBell size={16} />}
              onClick={() => watch.mutate({ id: known.id, watched: !known.watched })}
            >
              {t(known.watched ? 'saved.unwatch' : 'saved.watch')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove.mutate(known.id)}>
              {t('saved.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
