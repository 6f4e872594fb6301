import { Button } from '@mantine/core';
import { Section, useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { asBadge, type LabelSet, type Level, useChangeSet } from './label-set.queries.ts';
import classes from './labels.module.css';
import { LevelDialog } from './level-dialog.tsx';
import { RowActions } from './row-actions.tsx';

/** The levels, the highest above. They keep their order for ever; new ones come in between, above or below. */
export function LevelsSection({ set }: { set: LabelSet }) {
  const { t } = useTranslation('labels');
  const problemText = useProblemText();
  const change = useChangeSet(set);
  const [open, setOpen] = useState<Level | 'new' | null>(null);
  return (
    <Section title={t('levels.title')} help={t('levels.help')}>
      <div className={classes['stack']}>
        <ol className={classes['rows']}>
          {[...set.levels].reverse().map((level) => (
            <li key={level.id}>
              <span className={classes['named']}>
                <Badge label={asBadge(level)} />
                <code>({level.mark})</code>
              </span>
              <RowActions
                name={level.text.es}
                mayRemove={set.levels.length > 1 && !change.isPending}
                onChange={() => setOpen(level)}
                onRemove={() => change.mutate({ levels: set.levels.filter(({ id }) => id !== level.id) })}
              />
            </li>
          ))}
        </ol>
        {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
        <div>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
            {t('levels.add')}
          </Button>
        </div>
        {open && <LevelDialog set={set} level={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      </div>
    </Section>
  );
}
