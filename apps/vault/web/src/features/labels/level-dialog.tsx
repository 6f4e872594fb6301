import { ColorInput, Select } from '@mantine/core';
import type { Locale } from '@nexus/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { type LabelSet, type Level, useChangeSet } from './label-set.queries.ts';
import { type Names, NamesDialog, NamesFields, noNames } from './names-dialog.tsx';

/** Colours of the shipped sets. The ink on whatever is chosen is black or white, as it is read better. */
const swatches = ['#2f6f4f', '#1f5fa8', '#4a5560', '#b4540a', '#b3261e', '#7a1f5c'];
const lowest = 'lowest';

export type LevelDialogProps = { set: LabelSet; level: Level | null; onClose(): void };

export function LevelDialog({ set, level, onClose }: LevelDialogProps) {
  const { t, i18n } = useTranslation('labels');
  const change = useChangeSet(set);
  const [names, setNames] = useState<Names>(level ?? noNames);
  const [colour, setColour] = useState(level?.colour ?? swatches[0]!);
  // Above which one a new level comes.
  const [above, setAbove] = useState<string>(set.levels.at(-1)?.id ?? lowest);

  function save(): void {
    const { text, mark } = names;
    if (level) {
      const levels = set.levels.map((one) => (one.id === level.id ? { ...one, text, mark, colour } : one));
      change.mutate({ levels }, { onSuccess: onClose });
      return;
    }
    const at = above === lowest ? 0 : set.levels.findIndex(({ id }) => id === above) + 1;
    const fresh = { id: crypto.randomUUID(), rank: at, text, mark, colour };
    change.mutate({ levels: set.levels.toSpliced(at, 0, fresh) }, { onSuccess: onClose });
  }

  return (
    <NamesDialog
      title={t(level ? 'levels.change' : 'levels.add')}
      names={names}
      isReady={/^#[0-9a-f]{6}$/.test(colour)}
      saving={change}
      onSave={save}
      onClose={onClose}
    >
      <NamesFields names={names} onChange={setNames} />
      <ColorInput
        label={t('levels.colour')}
        value={colour}
        format="hex"
        swatches={swatches}
        onChange={(value) => setColour(value.toLowerCase())}
      />
      {!level && (
        <Select
          label={t('levels.above')}
          data={[
            ...[...set.levels].reverse().map(({ id, text }) => ({
              value: id,
              label: t('levels.aboveOf', { name: text[i18n.language as Locale] }),
            })),
            { value: lowest, label: t('levels.lowest') },
          ]}
          value={above}
          allowDeselect={false}
          onChange={(value) => value && setAbove(value)}
        />
      )}
      <div>
        <Badge label={{ text: names.text.es || '…', textEn: names.text.en || '…', colour }} />
      </div>
    </NamesDialog>
  );
}
