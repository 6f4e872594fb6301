import { formatTime, formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { tones, useControlText } from './control-text.ts';
import classes from './security.module.css';
import type { Control } from './security-queries.ts';

export type ControlRowProps = { control: Control; onOpen(): void };

/** One safeguard: what it promises, whether it holds, and when that was last looked at. */
export function ControlRow({ control, onOpen }: ControlRowProps) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const text = useControlText();
  const { state, checkedAt } = control;
  return (
    <li className={classes['row']}>
      <button type="button" onClick={onOpen}>
        <span className={classes['name']}>
          <strong>{text.name(control)}</strong>
          <span>{text.advice(control) || text.promise(control)}</span>
        </span>
        <StateDot tone={tones[state]}>{text.stateName(state)}</StateDot>
        <span className={classes['when']} title={checkedAt ? formatTime(checkedAt, locale) : undefined}>
          {checkedAt ? t('checked', { when: formatWhen(checkedAt, locale) }) : t('never')}
        </span>
      </button>
    </li>
  );
}
