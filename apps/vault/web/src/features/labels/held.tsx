import { LabelMark, type Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import type { Held as HeldClearance } from './clearances.queries.ts';
import { asBadge, type LabelSet } from './label-set.queries.ts';
import classes from './labels.module.css';

export type HeldProps = { set: LabelSet; held: HeldClearance };

/** A clearance at a glance: level, compartments, group. */
export function Held({ set, held }: HeldProps) {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const level = set.levels.find(({ id }) => id === held.levelId);
  if (!level) return <span className={classes['none']}>{t('clearances.none')}</span>;
  const compartments = set.compartments.filter(({ id }) => held.compartmentIds.includes(id));
  const group = set.groups.find(({ id }) => id === held.groupId);
  return (
    <span className={classes['named']}>
      <Badge label={asBadge(level)} />
      {compartments.map(({ id, text, mark }) => (
        <LabelMark
          key={id}
          label={{ text: text.es, textEn: text.en, portionMark: mark, colour: level.colour }}
          locale={locale}
        />
      ))}
      {group && <span className={classes['quiet']}>{t('clearances.groupOf', { name: group.text[locale] })}</span>}
    </span>
  );
}
