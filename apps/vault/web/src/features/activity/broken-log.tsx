import { Button, Group, Select } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { formatNumber, formatTime, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptBreak, type LogState, logStateQuery } from './log-queries.ts';

const reasons = ['backup_restored', 'second_place_exchanged', 'investigated'] as const;

/** The loudest thing that this page can say, and what an officer can do about it. */
export function BrokenLog({ broken, mayAccept }: { broken: NonNullable<LogState['broken']>; mayAccept: boolean }) {
  const { t, i18n } = useTranslation('activity');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const locale = i18n.language as Locale;
  const [reason, setReason] = useState<(typeof reasons)[number] | null>(null);
  const accepting = useMutation({
    mutationFn: acceptBreak,
    onSuccess: () => queries.invalidateQueries({ queryKey: logStateQuery.queryKey }),
  });
  const facts = {
    size: formatNumber(broken.size, locale),
    ours: formatNumber(broken.ourSize, locale),
    agrees: formatNumber(broken.agreesUpTo, locale),
    time: formatTime(broken.foundAt, locale),
    place: broken.seenBy,
  };
  return (
    <Notice tone="bad" title={t('broken.title')}>
      <p>{t(`broken.${broken.kind}`, facts)}</p>
      <p>{t('broken.consequence')}</p>
      {mayAccept ? (
        <Group align="end" gap="sm">
          <Select
            label={t('broken.reason')}
            data={reasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
            value={reason}
            onChange={(value) => setReason(value as (typeof reasons)[number] | null)}
          />
          <Button
            color="red"
            disabled={reason === null}
            loading={accepting.isPending}
            onClick={() => reason && accepting.mutate(reason)}
          >
            {t('broken.accept')}
          </Button>
        </Group>
      ) : (
        <p>{t('broken.onlyOfficer')}</p>
      )}
      {accepting.error && <p>{problemText(accepting.error)}</p>}
    </Notice>
  );
}
