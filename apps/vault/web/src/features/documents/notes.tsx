import { Button } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { formatNumber, type Locale, Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Listing } from './listing/load-listing.ts';
import type { useBulk } from './use-bulk.ts';

export type NotesProps = {
  listing: Listing | undefined;
  error: unknown;
  onAgain(): void;
  bulk: Pick<ReturnType<typeof useBulk>, 'problem' | 'forget'>;
};

const namesShown = 5;

/** What went wrong above the table, with what to do. */
export function Notes({ listing, error, onAgain, bulk: { problem, forget } }: NotesProps) {
  const { t, i18n } = useTranslation('documents');
  const problemText = useProblemText();
  const button = (label: string, onClick: () => void) => (
    <Button size="xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <>
      {Boolean(error) && (
        <Notice tone="bad" action={button(t('again'), onAgain)}>
          {problemText(error)}
        </Notice>
      )}
      {listing?.isCut && (
        <Notice tone="warn">
          {t('figures.cut', { number: formatNumber(listing.store.size, i18n.language as Locale) })}
        </Notice>
      )}
      {problem && (
        <Notice
          tone="bad"
          title={t(`bulk.failed.${problem.action}`, { count: problem.failed.length })}
          action={button(t('close'), forget)}
        >
          {problem.failed
            .slice(0, namesShown)
            .map(({ name, why }) => `${name}: ${why}`)
            .join(' · ')}
        </Notice>
      )}
    </>
  );
}
