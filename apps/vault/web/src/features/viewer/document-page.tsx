import { Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { meQuery, NothingHere, useProblemText } from '@nexus/page';
import { ApiProblem } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import { spacesQuery } from '../../app/queries.ts';
import { rememberSpace } from '../../app/remembered-space.ts';
import { documentQuery } from '../../app/viewer/document-queries.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import classes from './document.module.css';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentHead } from './document-head.tsx';
import { LabelNotices } from './label-notices.tsx';
import { hasPicture, Panes, type View } from './panes.tsx';
import { QualityStrip } from './quality-strip.tsx';
import { RelabelDialog } from './relabel-dialog.tsx';
import { StateNotice } from './state-notice.tsx';
import { ViewSwitch } from './view-switch.tsx';

const from = '/signed-in/documents/$documentId' as const;

/** One document: the original beside what was read of it, how well, and all that is known of it. */
export function DocumentPage() {
  const { documentId } = useParams({ from });
  // Another document begins anew: version, view and dialogs are of the one before.
  return <OpenDocument key={documentId} documentId={documentId} />;
}

function OpenDocument({ documentId }: { documentId: string }) {
  const { t } = useTranslation('viewer');
  const problemText = useProblemText();
  const navigate = useNavigate({ from: '/documents/$documentId' });
  const queries = useQueryClient();
  const place = useSearch({ from });
  const isWide = useMediaQuery('(min-width: 1180px)', true, { getInitialValueInEffect: false });
  const [versionId, setVersionId] = useState<string>();
  const [chosenView, setView] = useState<View | null>(null);
  const [hasFacts, setFacts] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const { data: document, error } = useQuery(documentQuery({ documentId, versionId }));
  const [isRelabelling, setRelabelling] = useState(false);
  useShownLabels([document?.label]);
  const spaceId = document?.spaceId;
  useEffect(() => {
    if (spaceId) rememberSpace(spaceId);
  }, [spaceId]);
  const { data: me } = useQuery(meQuery);
  const { data: spaces } = useQuery(spacesQuery);
  const retry = useMutation({
    mutationFn: () => api.POST('/api/v1/documents/{documentId}/retry', { params: { path: { documentId } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['document', documentId] }),
  });

  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  if (error && !document) {
    return (
      <div className={classes['notice']}>
        <Notice tone="bad">{problemText(error)}</Notice>
      </div>
    );
  }
  if (!document) {
    return (
      <Stack p="lg" gap="md" aria-busy>
        <Skeleton h={24} w={320} />
        <Skeleton h={14} w={220} />
        <Skeleton h={420} />
      </Stack>
    );
  }

  const role = spaces?.find(({ id }) => id === document.spaceId)?.role;
  const mayChange = role === 'owner' || role === 'analyst';
  const mayDelete = role === 'owner' || (role === 'analyst' && document.createdBy === me?.id);
  const isRead = document.quality.length > 0;
  const view: View = chosenView ?? (isWide && hasPicture(document) ? 'both' : 'original');
  const goTo = (part: number): void => void navigate({ search: { part }, replace: true });

  return (
    <div className={classes['page']}>
      <DocumentHead
        document={document}
        versionId={document.versionId}
        onVersion={setVersionId}
        mayChange={mayChange}
        mayDelete={mayDelete}
        onRetry={() => retry.mutate()}
        mayExplain={me?.roles.includes('officer') ?? false}
        onRelabel={() => setRelabelling(true)}
        onDelete={() => setDeleting(true)}
      >
        <ViewSwitch
          view={hasFacts && !isWide ? 'facts' : view}
          hasPicture={isRead && hasPicture(document)}
          isWide={isWide}
          hasFacts={hasFacts}
          onView={(chosen) => {
            if (chosen !== 'facts') setView(chosen);
            setFacts(chosen === 'facts');
          }}
          onFacts={() => setFacts(!hasFacts)}
        />
      </DocumentHead>
      <div>
        <StateNotice
          document={document}
          onRetry={mayChange ? () => retry.mutate() : null}
          isRetrying={retry.isPending}
        />
        <LabelNotices document={document} role={role ?? 'reader'} />
        {document.state === 'superseded' && (
          <div className={classes['notice']}>
            <Notice tone="warn">{t('version.older')}</Notice>
          </div>
        )}
        <QualityStrip parts={document.quality} onPart={goTo} />
      </div>
      <div className={classes['body']}>
        {isRead && (isWide || !hasFacts) && <Panes document={document} place={place} view={view} compact={!isWide} />}
        {(hasFacts || !isRead) && <DocumentFacts document={document} onPart={goTo} />}
      </div>
      {isRelabelling && (
        <RelabelDialog document={document} role={role ?? 'reader'} onClose={() => setRelabelling(false)} />
      )}
      {isDeleting && <DeleteDialog document={document} onClose={() => setDeleting(false)} />}
    </div>
  );
}
