import { Button, Group } from '@mantine/core';
import { meQuery, useProblemText } from '@nexus/page';
import { type Locale, labelText, Notice } from '@nexus/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { documentRequestQuery, useLabelChanges } from '../../app/labels/requests.queries.ts';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';

type LabelNoticesProps = { document: DocumentDetails; role: 'owner' | 'analyst' | 'reader' };

/** What waits for a word of somebody about the label: the document's own markings, and a request to lower it. */
export function LabelNotices({ document, role }: LabelNoticesProps) {
  const { suggestion, hasOpenRequest } = document;
  if (!suggestion && !hasOpenRequest) return null;
  return (
    <>
      {suggestion && <Suggestion document={document} suggestion={suggestion} isOwner={role === 'owner'} />}
      {hasOpenRequest && <OpenRequest documentId={document.id} />}
    </>
  );
}

type SuggestionProps = {
  document: DocumentDetails;
  suggestion: NonNullable<DocumentDetails['suggestion']>;
  isOwner: boolean;
};

function Suggestion({ document, suggestion, isOwner }: SuggestionProps) {
  const { t, i18n } = useTranslation('viewer');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const changes = useLabelChanges();
  const { label, written, unknown } = suggestion;
  const accept = useMutation({ mutationFn: (labelId: string) => changes.relabel(document.id, labelId) });
  const keep = useMutation({ mutationFn: () => changes.keepLabel(document.id) });
  const error = accept.error ?? keep.error;
  const isBusy = accept.isPending || keep.isPending;
  return (
    <div className={classes['notice']}>
      <Notice
        tone={error ? 'bad' : 'warn'}
        title={t('suggestion.title')}
        action={
          isOwner && (
            <Group gap="xs">
              {label && (
                <Button size="xs" loading={accept.isPending} disabled={isBusy} onClick={() => accept.mutate(label.id)}>
                  {t('suggestion.accept', { label: labelText(label, locale) })}
                </Button>
              )}
              <Button
                size="xs"
                variant="default"
                loading={keep.isPending}
                disabled={isBusy}
                onClick={() => keep.mutate()}
              >
                {t('suggestion.keep')}
              </Button>
            </Group>
          )
        }
      >
        {t('suggestion.written', { written, label: labelText(document.label, locale) })}{' '}
        {unknown.length > 0 && `${t('suggestion.unknown', { words: unknown.join(', ') })} `}
        {!label && `${t('suggestion.above')} `}
        {error ? problemText(error) : !isOwner && t('suggestion.byOwner')}
      </Notice>
    </div>
  );
}

function OpenRequest({ documentId }: { documentId: string }) {
  const { t, i18n } = useTranslation('viewer');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const changes = useLabelChanges();
  const { data: me } = useQuery(meQuery);
  const { data: request } = useQuery(documentRequestQuery(documentId));
  const withdraw = useMutation({ mutationFn: changes.withdraw });
  if (!request) return null;
  const isMine = request.requestedBy === me?.id;
  return (
    <div className={classes['notice']}>
      <Notice
        tone={withdraw.error ? 'bad' : 'plain'}
        title={t('request.title')}
        action={
          isMine ? (
            <Button size="xs" variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate(request)}>
              {t('request.withdraw')}
            </Button>
          ) : (
            <Button size="xs" variant="default" renderRoot={(given) => <Link {...given} to="/security/requests" />}>
              {t('request.open')}
            </Button>
          )
        }
      >
        {t(isMine ? 'request.mine' : 'request.of', {
          name: request.requestedByName,
          label: labelText(request.to, locale),
        })}{' '}
        {withdraw.error ? problemText(withdraw.error) : t('request.second')}
      </Notice>
    </div>
  );
}
