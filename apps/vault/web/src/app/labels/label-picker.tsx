import { Group, MultiSelect, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { type Locale, labelText, Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { Badge, Mark } from './label.tsx';
import { demandedLevel, isWithin } from './label-order.ts';
import { describeParts } from './label-words.ts';
import classes from './labels.module.css';
import type { LabelParts, UsableLabels } from './labels.queries.ts';

export type LabelPickerProps = {
  usable: UsableLabels;
  /** Nothing above it is offered. */
  ceiling?: LabelParts | null | undefined;
  value: LabelParts;
  onChange(value: LabelParts): void;
};

/** Level, compartments and release, as far as the person holds them; below, the line that it comes to. */
export function LabelPicker({ usable, ceiling, value, onChange }: LabelPickerProps) {
  const { t, i18n } = useTranslation('app');
  const locale = i18n.language as Locale;
  const levels = ceiling
    ? usable.levels.filter(({ id }) => isWithin(usable, { ...value, levelId: id, compartmentIds: [] }, ceiling))
    : usable.levels;
  const compartments = ceiling
    ? usable.compartments.filter(({ id }) => ceiling.compartmentIds.includes(id))
    : usable.compartments;
  const ownGroup = usable.clearance?.groupId ?? null;
  const described = describeParts(usable, value);
  const demanded = demandedLevel(usable, value);
  return (
    <Stack gap="md">
      <Radio.Group
        label={t('labels.level')}
        value={value.levelId}
        onChange={(levelId) => onChange({ ...value, levelId })}
      >
        <Stack gap={6} mt={6}>
          {[...levels].reverse().map((level) => (
            <Radio
              key={level.id}
              value={level.id}
              label={<Badge label={{ text: level.text.es, textEn: level.text.en, colour: level.colour }} />}
            />
          ))}
        </Stack>
      </Radio.Group>
      {compartments.length > 0 && (
        <MultiSelect
          label={t('labels.compartments')}
          description={t('labels.compartmentsHelp')}
          data={compartments.map(({ id, text, mark }) => ({ value: id, label: `${text[locale]} (${mark})` }))}
          value={[...value.compartmentIds]}
          onChange={(compartmentIds) => onChange({ ...value, compartmentIds })}
          searchable
        />
      )}
      {ownGroup !== null && (
        <Stack gap={6}>
          <Text fz="sm" fw={500} id="label-release">
            {t('labels.release')}
          </Text>
          <SegmentedControl
            aria-labelledby="label-release"
            value={value.groupIds === null ? 'all' : 'some'}
            onChange={(release) => onChange({ ...value, groupIds: release === 'all' ? null : [ownGroup] })}
            data={[
              { value: 'all', label: t('labels.releaseAll') },
              { value: 'some', label: t('labels.releaseSome') },
            ]}
          />
          {value.groupIds !== null && (
            <MultiSelect
              aria-labelledby="label-release"
              data={usable.groups.map(({ id, text }) => ({
                value: id,
                label: text[locale],
                disabled: id === ownGroup,
              }))}
              value={[...value.groupIds]}
              onChange={(groupIds) => onChange({ ...value, groupIds: [...new Set([ownGroup, ...groupIds])] })}
            />
          )}
        </Stack>
      )}
      <Group className={classes['outcome']!} gap="sm">
        <Text fz="sm" c="dimmed">
          {t('labels.outcome')}
        </Text>
        <Badge label={described} />
        <Mark label={described} />
      </Group>
      {demanded && (
        <Notice tone="warn">
          {t('labels.demanded', {
            level: levelName(usable, demanded, locale) ?? t('labels.levelAboveYou'),
          })}
        </Notice>
      )}
    </Stack>
  );
}

/** Whether the server would take it, as far as the page can know. */
export function isUsable(usable: UsableLabels, value: LabelParts, ceiling: LabelParts | null | undefined): boolean {
  const isKnown = usable.levels.some(({ id }) => id === value.levelId);
  return isKnown && demandedLevel(usable, value) === null && (!ceiling || isWithin(usable, value, ceiling));
}

/** Of what a label is made, when the person may read it. */
export function partsOf(usable: UsableLabels | undefined, labelId: string | null | undefined): LabelParts | null {
  return usable?.labels.find(({ id }) => id === labelId) ?? null;
}

/** Where choosing begins when there is nothing yet: the lowest level. */
export function lowestLabel({ levels }: UsableLabels): LabelParts {
  return { levelId: levels[0]?.id ?? '', compartmentIds: [], groupIds: null };
}

function levelName({ levels }: UsableLabels, id: string, locale: Locale): string | null {
  const level = levels.find((one) => one.id === id);
  return level ? labelText({ text: level.text.es, textEn: level.text.en }, locale) : null;
}
