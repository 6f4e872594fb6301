import { Button } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import type { ExplainedRule, Explanation } from './access.queries.ts';
import type { Clearance } from './clearances.queries.ts';
import type { LabelSet } from './label-set.queries.ts';
import classes from './labels.module.css';
import { useRuleWords } from './rule-words.ts';

export type ExplainedAccessProps = { explanation: Explanation; set: LabelSet; person: Clearance };

/** The answer in one sentence, then every rule in the order in which it is asked. */
export function ExplainedAccess({ explanation, set, person }: ExplainedAccessProps) {
  const { t } = useTranslation('labels');
  const { isAllowed, label, rules, documentId } = explanation;
  const about = documentId === null ? 'space' : 'document';
  const words = useRuleWords(set, explanation);
  const broken = rules.find(({ isMet, decides }) => decides && !isMet);
  const isClearance = rules.some(
    ({ rule, isMet }) =>
      !isMet && (rule === 'clearance' || rule === 'level' || rule === 'compartments' || rule === 'release'),
  );
  return (
    <section className={classes['explained']} aria-live="polite">
      <Notice
        tone={isAllowed ? 'ok' : 'bad'}
        title={t(`access.${isAllowed ? 'allowed' : 'denied'}.${about}`, { name: person.name })}
        action={
          isClearance && (
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => <Link {...props} to="/security/clearances" search={{ person: person.personId }} />}
            >
              {t('access.toClearance')}
            </Button>
          )
        }
      >
        {broken && words(broken)}
      </Notice>
      {label && (
        <div className={classes['named']}>
          <span className={classes['quiet']}>{t('access.label')}</span> <Badge label={label} />
        </div>
      )}
      <ol className={classes['rules']}>
        {rules.map((rule) => (
          <li key={rule.rule}>
            <RuleSign rule={rule} />
            <div>
              <strong>{t(`access.rule.${rule.rule}`)}</strong>
              <span className={classes['why']}>{words(rule)}</span>
            </div>
          </li>
        ))}
      </ol>
      <p className={classes['quiet']}>{t('access.logged')}</p>
    </section>
  );
}

function RuleSign({ rule: { isMet, decides } }: { rule: ExplainedRule }) {
  const { t } = useTranslation('labels');
  if (!decides) return <IconMinus size={18} className={classes['beside']!} aria-label={t('access.beside')} />;
  return isMet ? (
    <IconCheck size={18} className={classes['met']!} aria-label={t('access.met')} />
  ) : (
    <IconX size={18} className={classes['broken']!} aria-label={t('access.broken')} />
  );
}
