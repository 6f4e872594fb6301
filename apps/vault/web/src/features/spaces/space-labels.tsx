import { Button } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChooseLabelDialog } from '../../app/labels/choose-label-dialog.tsx';
import { Badge } from '../../app/labels/label.tsx';
import type { SpaceSummary } from '../../app/queries.ts';
import { useChangeSpace } from './change-space.ts';
import classes from './spaces.module.css';

/** What enters without a label of its own carries the default; nothing above the limit enters. */
export function SpaceLabels({ space }: { space: SpaceSummary }) {
  const { t } = useTranslation('spaces');
  const problemText = useProblemText();
  const change = useChangeSpace(space);
  const [open, setOpen] = useState<'default' | 'ceiling' | null>(null);
  const { defaultLabel, ceilingLabel, ceilingLabelId } = space;
  return (
    <section className={classes['section']} aria-labelledby="labels">
      <h2 id="labels">{t('labels.title')}</h2>
      <dl className={classes['labels']}>
        <div>
          <dt>{t('labels.default')}</dt>
          <dd>{defaultLabel ? <Badge label={defaultLabel} /> : t('labels.above')}</dd>
          <dd className={classes['muted']}>{t('labels.defaultHelp')}</dd>
          <dd>
            <Button variant="default" size="xs" onClick={() => setOpen('default')}>
              {t('labels.change')}
            </Button>
          </dd>
        </div>
        <div>
          <dt>{t('labels.ceiling')}</dt>
          <dd>
            {ceilingLabel ? <Badge label={ceilingLabel} /> : t(ceilingLabelId ? 'labels.above' : 'labels.noCeiling')}
          </dd>
          <dd className={classes['muted']}>{t('labels.ceilingHelp')}</dd>
          <dd className={classes['actions']}>
            <Button variant="default" size="xs" onClick={() => setOpen('ceiling')}>
              {t(ceilingLabelId ? 'labels.change' : 'labels.setCeiling')}
            </Button>
            {ceilingLabelId && (
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                loading={change.isPending}
                onClick={() => change.mutate({ ceilingLabelId: null })}
              >
                {t('labels.dropCeiling')}
              </Button>
            )}
          </dd>
        </div>
      </dl>
      {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
      <p className={classes['muted']}>
        {t('labels.requestsHelp')} <Link to="/security/requests">{t('labels.requests')}</Link>
      </p>
      {open && (
        <ChooseLabelDialog
          title={t(`labels.${open}`)}
          help={t(`labels.${open}Help`)}
          verb={t('labels.save')}
          labelId={open === 'default' ? space.defaultLabelId : (ceilingLabelId ?? space.defaultLabelId)}
          ceilingLabelId={open === 'default' ? ceilingLabelId : null}
          onChoose={({ id }) =>
            change.mutateAsync(open === 'default' ? { defaultLabelId: id } : { ceilingLabelId: id })
          }
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
