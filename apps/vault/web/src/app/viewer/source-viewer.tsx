import { ActionIcon, Skeleton, Stack } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconExternalLink, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../labels/label.tsx';
import { useShownLabels } from '../labels/shown-labels.ts';
import { documentQuery } from './document-queries.ts';
import { OriginalView } from './original-view.tsx';
import type { Place } from './place.ts';
import classes from './source-viewer.module.css';

export type SourceViewerProps = {
  documentId: string;
  /** The version that a citation names; the newest when left out. */
  versionId?: string;
  place: Place;
  onClose?: () => void;
  /** In a narrow pane beside something else. */
  compact?: boolean;
};

/** A document opened at an exact place, which is marked. Another `place` marks and shows that one. */
export function SourceViewer({ documentId, versionId, place, onClose, compact = false }: SourceViewerProps) {
  const { t } = useTranslation('viewer');
  const problemText = useProblemText();
  const { data: document, error } = useQuery(documentQuery({ documentId, versionId }));
  useShownLabels([document?.label]);
  return (
    <section
      className={classes['viewer']}
      aria-label={document?.title ?? t('document')}
      data-compact={compact || undefined}
    >
      <header className={classes['head']}>
        {document && <Mark label={document.label} />}
        <span className={classes['name']} title={document?.fileName}>
          {document?.fileName ?? <Skeleton h={14} w={180} />}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('openWhole')}
          title={t('openWhole')}
          renderRoot={(props) => (
            <Link {...props} to="/documents/$documentId" params={{ documentId }} search={addressOf(place)} />
          )}
        >
          <IconExternalLink size={18} />
        </ActionIcon>
        {onClose && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </header>
      <div className={classes['content']}>
        {error ? (
          <div className={classes['notice']}>
            <Notice tone="bad">{problemText(error)}</Notice>
          </div>
        ) : document ? (
          <OriginalView key={document.versionId} document={document} place={place} compact={compact} />
        ) : (
          <Stack p="lg" gap="sm" aria-busy>
            {[80, 95, 90, 60].map((width) => (
              <Skeleton key={width} h={14} w={`${width}%`} />
            ))}
          </Stack>
        )}
      </div>
    </section>
  );
}

function addressOf(place: Place): Record<string, number> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
