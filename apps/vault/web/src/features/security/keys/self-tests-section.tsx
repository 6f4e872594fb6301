import { Button, Group, Stack } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatBytes, formatNumber, formatTime, formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { type SelfTest, selfTestsQuery } from './keys-queries.ts';

const order: readonly SelfTest['name'][] = ['known_answers', 'wrong_key', 'tampering', 'plaintext_on_disk'];

/** Whether sealing does what it says, tried on this machine. */
export function SelfTestsSection() {
  const { t } = useTranslation('security');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(selfTestsQuery);
  const running = useMutation({
    mutationFn: async () => (await read(api.POST('/api/v1/keys/self-tests'))).items,
    onSuccess: (tests) => queries.setQueryData(selfTestsQuery.queryKey, tests),
  });
  const tests = order.flatMap((name) => query.data?.filter((test) => test.name === name) ?? []);
  return (
    <Section title={t('keys.tests.title')} help={t('keys.tests.help')}>
      <Stack gap="md">
        <RowsState query={query} isEmpty={tests.length === 0} empty={t('keys.tests.none')}>
          <ul className={panel['rows']}>
            {tests.map((test) => (
              <SelfTestRow key={test.name} test={test} />
            ))}
          </ul>
        </RowsState>
        {running.error && <Notice tone="bad">{problemText(running.error)}</Notice>}
        <Group>
          <Button variant="default" loading={running.isPending} onClick={() => running.mutate()}>
            {t('keys.tests.run')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function SelfTestRow({ test }: { test: SelfTest }) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const { name, outcome, detail, ranAt } = test;
  const isPassed = outcome === 'passed';
  const numbers = Object.fromEntries(
    Object.entries(detail).map(([fact, value]) => {
      if (typeof value !== 'number') return [fact, value];
      return [fact, fact === 'bytes' ? formatBytes(value, locale) : formatNumber(value, locale)];
    }),
  );
  return (
    <li>
      <div>
        <strong>{t(`keys.tests.names.${name}`)}</strong>
        <span className={panel['meta']}>
          {detail['error'] ? t('keys.tests.brokeOff') : t(`keys.tests.found.${name}`, numbers)}
        </span>
      </div>
      <Group gap="sm" wrap="nowrap">
        <span className={panel['meta']} title={formatTime(ranAt, locale)}>
          {formatWhen(ranAt, locale)}
        </span>
        <StateDot tone={isPassed ? 'ok' : 'bad'}>{t(isPassed ? 'keys.tests.passed' : 'keys.tests.failed')}</StateDot>
      </Group>
    </li>
  );
}
