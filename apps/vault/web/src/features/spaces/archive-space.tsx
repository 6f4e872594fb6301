import { Button } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { SpaceSummary } from '../../app/queries.ts';
import { useChangeSpace } from './change-space.ts';
import classes from './spaces.module.css';

/** Archiving loses nothing and is undone in the same place, so it does not ask. */
export function ArchiveSpace({ space }: { space: SpaceSummary }) {
  const { t } = useTranslation('spaces');
  const problemText = useProblemText();
  const change = useChangeSpace(space);
  const isArchived = space.state === 'archived';
  return (
    <section className={classes['section']} aria-labelledby="archive">
      <h2 id="archive">{t('settings.archiveTitle')}</h2>
      <div className={classes['line']}>
        <p className={`${classes['muted']} ${classes['grow']}`}>
          {t(isArchived ? 'settings.archivedHelp' : 'settings.archiveHelp')}
        </p>
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ state: isArchived ? 'active' : 'archived' })}
        >
          {t(isArchived ? 'settings.unarchive' : 'settings.archive')}
        </Button>
      </div>
      {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
    </section>
  );
}
