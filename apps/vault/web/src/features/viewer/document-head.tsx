import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { StateDot } from '@nexus/ui';
import {
  IconDots,
  IconDownload,
  IconEye,
  IconMessageQuestion,
  IconPaperclip,
  IconRefresh,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';
import { shownState, stateTones } from './document-state.ts';

type DocumentHeadProps = {
  document: DocumentDetails;
  versionId: string;
  onVersion: (versionId: string) => void;
  mayChange: boolean;
  mayDelete: boolean;
  /** Officers are told why somebody may read it, or not. */
  mayExplain: boolean;
  onRelabel: () => void;
  onRetry: () => void;
  onDelete: () => void;
  children: ReactNode;
};

/** What a document is called, how it stands with it, and what can be done. */
export function DocumentHead(props: DocumentHeadProps) {
  const { document, versionId, onVersion, mayChange, mayDelete, mayExplain, onRelabel, onRetry, onDelete, children } =
    props;
  const { t } = useTranslation('viewer');
  const state = shownState(document);
  const isOver = document.state === 'failed' || document.state === 'cancelled';
  const original = `/api/v1/documents/${document.id}/content?versionId=${versionId}`;
  return (
    <header className={classes['head']}>
      <div className={classes['names']}>
        {document.parent && (
          <Link
            className={classes['parent']!}
            to="/documents/$documentId"
            params={{ documentId: document.parent.id }}
            search={{}}
          >
            <IconPaperclip size={14} aria-hidden /> {t('attachedTo', { name: document.parent.fileName })}
          </Link>
        )}
        <h1 className={classes['title']} title={document.fileName}>
          {document.fileName}
        </h1>
        <p className={classes['sub']}>
          <Badge label={document.label} />
          <StateDot tone={stateTones[state]}>{t(`state.${state}`)}</StateDot>
          {document.folderPath && <span>{document.folderPath}</span>}
          {document.versions.length > 1 && (
            <Select
              size="xs"
              w={132}
              variant="unstyled"
              allowDeselect={false}
              aria-label={t('version.choose')}
              data={document.versions.map(({ id, number }) => ({ value: id, label: t('version.number', { number }) }))}
              value={versionId}
              onChange={(id) => id && onVersion(id)}
            />
          )}
        </p>
      </div>
      <div className={classes['actions']}>
        {children}
        <Button
          renderRoot={(given) => (
            <Link {...given} to="/spaces/$spaceId/ask" params={{ spaceId: document.spaceId }} search={{}} />
          )}
          leftSection={<IconMessageQuestion size={17} />}
          visibleFrom="sm"
        >
          {t('ask')}
        </Button>
        <ActionIcon
          component="a"
          href={original}
          download={document.fileName}
          variant="default"
          size={36}
          aria-label={t('download')}
          title={t('download')}
        >
          <IconDownload size={18} />
        </ActionIcon>
        {(mayDelete || mayChange || mayExplain) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t('more')} title={t('more')}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {mayChange && isOver && (
                <Menu.Item leftSection={<IconRefresh size={16} />} onClick={onRetry}>
                  {t('retry')}
                </Menu.Item>
              )}
              {mayChange && (
                <Menu.Item leftSection={<IconTag size={16} />} onClick={onRelabel}>
                  {t('relabel.action')}
                </Menu.Item>
              )}
              {mayExplain && (
                <Menu.Item
                  leftSection={<IconEye size={16} />}
                  renderRoot={(given) => <Link {...given} to="/security/access" search={{ about: document.id }} />}
                >
                  {t('whoSees')}
                </Menu.Item>
              )}
              {mayDelete && (
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
                  {t('delete.action')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </header>
  );
}
