import type { Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { useControlText } from './control-text.ts';
import classes from './security.module.css';
import type { Control } from './security-queries.ts';

/** What a check found, as names and values. */
export function ControlFacts({ facts }: Pick<Control, 'facts'>) {
  const { i18n } = useTranslation('security');
  const text = useControlText();
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <dl className={classes['facts']}>
      {entries.map(([fact, value]) => (
        <div key={fact}>
          <dt>{text.factName(fact)}</dt>
          <dd>{text.factValue(value, i18n.language as Locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
