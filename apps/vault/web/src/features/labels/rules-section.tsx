import { Button, Group, MultiSelect, Select } from '@mantine/core';
import { Section, useProblemText } from '@nexus/page';
import { type Locale, Notice } from '@nexus/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { asBadge, type LabelSet, useChangeSet } from './label-set.queries.ts';
import classes from './labels.module.css';

/** What compartments demand: whoever carries all of them carries at least a level. */
export function RulesSection({ set }: { set: LabelSet }) {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const change = useChangeSet(set);
  const [compartmentIds, setCompartments] = useState<string[]>([]);
  const [levelId, setLevel] = useState<string | null>(null);
  const nameOf = (id: string) => set.compartments.find((part) => part.id === id)?.text[locale] ?? '';
  const list = new Intl.ListFormat(locale);
  function add(): void {
    if (!levelId) return;
    const rule = { id: crypto.randomUUID(), compartmentIds, minimumLevelId: levelId };
    const clear = (): void => {
      setCompartments([]);
      setLevel(null);
    };
    change.mutate({ rules: [...set.rules, rule] }, { onSuccess: clear });
  }
  if (set.compartments.length === 0) return null;
  return (
    <Section title={t('rules.title')} help={t('rules.help')}>
      <div className={classes['stack']}>
        <ul className={classes['rows']}>
          {set.rules.map((rule) => {
            const level = set.levels.find(({ id }) => id === rule.minimumLevelId);
            const names = list.format(rule.compartmentIds.map(nameOf));
            return (
              <li key={rule.id}>
                <span className={classes['named']}>
                  {t('rules.sentence', { names })} {level && <Badge label={asBadge(level)} />}
                </span>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  disabled={change.isPending}
                  aria-label={t('removeNamed', { name: names })}
                  onClick={() => change.mutate({ rules: set.rules.filter(({ id }) => id !== rule.id) })}
                >
                  {t('remove')}
                </Button>
              </li>
            );
          })}
        </ul>
        {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
        <Group align="flex-end" gap="sm">
          <MultiSelect
            className={classes['grow']!}
            label={t('rules.compartments')}
            data={set.compartments.map(({ id, text }) => ({ value: id, label: text[locale] }))}
            value={compartmentIds}
            maxValues={8}
            onChange={setCompartments}
          />
          <Select
            className={classes['grow']!}
            label={t('rules.level')}
            data={[...set.levels].reverse().map(({ id, text }) => ({ value: id, label: text[locale] }))}
            value={levelId}
            onChange={setLevel}
          />
          <Button
            variant="default"
            loading={change.isPending}
            disabled={compartmentIds.length === 0 || !levelId}
            onClick={add}
          >
            {t('rules.add')}
          </Button>
        </Group>
      </div>
    </Section>
  );
}
