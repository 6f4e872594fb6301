import { Button } from '@mantine/core';
import { Section, useProblemText } from '@nexus/page';
import { type Locale, Notice } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LabelSet, type Part, useChangeSet } from './label-set.queries.ts';
import classes from './labels.module.css';
import { type Names, NamesDialog, NamesFields, noNames } from './names-dialog.tsx';
import { RowActions } from './row-actions.tsx';

export type PartsSectionProps = { set: LabelSet; kind: 'compartments' | 'groups' };

/** Compartments, or the groups to which something may be released. */
export function PartsSection({ set, kind }: PartsSectionProps) {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const change = useChangeSet(set);
  const [open, setOpen] = useState<Part | 'new' | null>(null);
  const parts = set[kind];
  return (
    <Section title={t(`${kind}.title`)} help={t(`${kind}.help`)}>
      <div className={classes['stack']}>
        {parts.length === 0 && <p className={classes['quiet']}>{t(`${kind}.empty`)}</p>}
        <ul className={classes['rows']}>
          {parts.map((part) => (
            <li key={part.id}>
              <span className={classes['named']}>
                <strong>{part.text[locale]}</strong>
                <code>({part.mark})</code>
              </span>
              <RowActions
                name={part.text[locale]}
                mayRemove={!change.isPending}
                onChange={() => setOpen(part)}
                onRemove={() => change.mutate({ [kind]: parts.filter(({ id }) => id !== part.id) })}
              />
            </li>
          ))}
        </ul>
        {change.error && <Notice tone="bad">{problemText(change.error)}</Notice>}
        <div>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
            {t(`${kind}.add`)}
          </Button>
        </div>
        {open && <PartDialog set={set} kind={kind} part={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      </div>
    </Section>
  );
}

type PartDialogProps = PartsSectionProps & { part: Part | null; onClose(): void };

function PartDialog({ set, kind, part, onClose }: PartDialogProps) {
  const { t } = useTranslation('labels');
  const change = useChangeSet(set);
  const [names, setNames] = useState<Names>(part ?? noNames);
  function save(): void {
    const { text, mark } = names;
    const parts = part
      ? set[kind].map((one) => (one.id === part.id ? { ...one, text, mark } : one))
      : [...set[kind], { id: crypto.randomUUID(), text, mark }];
    change.mutate({ [kind]: parts }, { onSuccess: onClose });
  }
  return (
    <NamesDialog
      title={t(part ? `${kind}.change` : `${kind}.add`)}
      names={names}
      saving={change}
      onSave={save}
      onClose={onClose}
    >
      <NamesFields names={names} onChange={setNames} />
    </NamesDialog>
  );
}
