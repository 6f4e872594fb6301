import { Stack, Text } from '@mantine/core';
import { StateDot } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Check } from './access-queries.ts';

/** Step by step how far a try came, and what to do about the step at which it ended. */
export function SourceChecks({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation('settings');
  return (
    <Stack gap={6} role="status">
      {checks.map(({ step, outcome, code, detail }) => (
        <div key={step}>
          <StateDot tone={outcome === 'good' ? 'ok' : 'bad'}>{t(`access.steps.${step}`)}</StateDot>
          {code && <Text fz="sm">{t(`access.faults.${code}`)}</Text>}
          {detail && (
            <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {detail}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}
