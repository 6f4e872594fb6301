import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodFormProps } from './method-form.ts';

const most = 255;

/** How many officers get a share, and how many of them have to come together. */
export function NewShares(props: MethodFormProps & { threshold: number; count: number }) {
  const { isPending, error, onCreate, onCancel } = props;
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const [count, setCount] = useState(props.count);
  const [threshold, setThreshold] = useState(props.threshold);
  const isPossible = threshold >= 2 && threshold <= count && count <= most;

  function create(event: FormEvent): void {
    event.preventDefault();
    if (isPossible) onCreate({ kind: 'shares', threshold, count });
  }

  return (
    <form onSubmit={create}>
      <Stack>
        <Text component="p">{t('keys.shares.help')}</Text>
        <Group grow align="flex-start">
          <NumberInput
            label={t('keys.shares.count')}
            value={count}
            min={2}
            max={most}
            allowDecimal={false}
            onChange={(value) => setCount(Number(value))}
            data-autofocus
          />
          <NumberInput
            label={t('keys.shares.threshold')}
            value={threshold}
            min={2}
            max={count}
            allowDecimal={false}
            onChange={(value) => setThreshold(Number(value))}
          />
        </Group>
        {isPossible ? (
          <Text component="p" c="dimmed" fz="sm">
            {t('keys.shares.means', { threshold, total: count, count: count - threshold })}
          </Text>
        ) : (
          <Notice tone="warn">{t('keys.shares.impossible')}</Notice>
        )}
        {error !== null && <Notice tone="bad">{problemText(error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {tApp('common.cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!isPossible}>
            {t('keys.shares.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
