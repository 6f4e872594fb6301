import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { readPercent } from '../../app/money-text.ts';
import { type EditedSchedule, milestone } from './editor-state.ts';

export type ScheduleEditorProps = { schedule: EditedSchedule; onChange(schedule: EditedSchedule): void };

/** How the quote is paid: at once, by the year, or by milestones that are 100 % together. */
export function ScheduleEditor({ schedule, onChange }: ScheduleEditorProps) {
  const { t } = useTranslation('quotes');
  const { milestones } = schedule;
  const together = milestones.reduce((sum, { share }) => sum + (readPercent(share) ?? 0), 0);
  const change = (key: number, part: Partial<EditedSchedule['milestones'][number]>) =>
    onChange({ ...schedule, milestones: milestones.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  return (
    <Stack gap="sm">
      <Group align="end">
        <NativeSelect
          label={t('schedule.kind')}
          value={schedule.kind}
          onChange={(event) => onChange({ ...schedule, kind: event.currentTarget.value as EditedSchedule['kind'] })}
          data={(['single', 'yearly', 'milestones'] as const).map((value) => ({
            value,
            label: t(`schedule.kinds.${value}`),
          }))}
        />
        {schedule.kind === 'yearly' && (
          <TextInput
            w={110}
            label={t('schedule.years')}
            inputMode="numeric"
            value={schedule.years}
            onChange={(event) => onChange({ ...schedule, years: event.currentTarget.value })}
          />
        )}
        {schedule.kind !== 'milestones' && (
          <TextInput
            w={130}
            label={t('schedule.dueDays')}
            inputMode="numeric"
            value={schedule.dueDays}
            onChange={(event) => onChange({ ...schedule, dueDays: event.currentTarget.value })}
          />
        )}
      </Group>
      {schedule.kind === 'milestones' && (
        <>
          {milestones.map(({ key, label, share, dueDays }) => (
            <Group key={key} align="end">
              <TextInput
                style={{ flex: 1, minWidth: 180 }}
                label={t('schedule.label')}
                value={label}
                maxLength={200}
                onChange={(event) => change(key, { label: event.currentTarget.value })}
              />
              <TextInput
                w={90}
                label={t('schedule.share')}
                inputMode="decimal"
                value={share}
                onChange={(event) => change(key, { share: event.currentTarget.value })}
              />
              <TextInput
                w={150}
                label={t('schedule.dueDays')}
                placeholder={t('schedule.onMilestone')}
                inputMode="numeric"
                value={dueDays}
                onChange={(event) => change(key, { dueDays: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('schedule.remove')}
                disabled={milestones.length === 1}
                onClick={() => onChange({ ...schedule, milestones: milestones.filter((one) => one.key !== key) })}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
          ))}
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange({ ...schedule, milestones: [...milestones, milestone('', '0', '')] })}
            >
              {t('schedule.add')}
            </Button>
            {together !== 1_000_000 && (
              <Text c="red" size="sm">
                {t('schedule.notWhole', { percent: together / 10_000 })}
              </Text>
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}
