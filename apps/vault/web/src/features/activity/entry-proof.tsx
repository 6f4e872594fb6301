import { Button, Group } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconCertificate, IconFileCode } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import { download } from './download.ts';

/** What somebody outside needs to see for themselves that the entry is in the log: its bytes and a proof, two small files. */
export function EntryProof({ sequence }: { sequence: number }) {
  const { t } = useTranslation('activity');
  const problemText = useProblemText();
  const base = `/api/v1/audit/log/entries/${sequence}`;
  const proving = useMutation({
    mutationFn: () => download(`${base}/proof`, { name: `entry-${sequence}.tlog-proof` }),
  });
  const saving = useMutation({ mutationFn: () => download(base, { name: `entry-${sequence}.json` }) });
  return (
    <section>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconCertificate size={16} />}
          loading={proving.isPending}
          onClick={() => proving.mutate()}
        >
          {t('entry.proof')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileCode size={16} />}
          loading={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {t('entry.bytes')}
        </Button>
      </Group>
      <p className={classes['meta']}>{t('entry.proofHelp')}</p>
      <p className={classes['code']}>
        ./nexus audit verify entry-{sequence}.tlog-proof --entry entry-{sequence}.json --key {t('export.key')}
      </p>
      {[proving.error, saving.error].map(
        (error) =>
          error && (
            <Notice key={error.message} tone="bad">
              {problemText(error)}
            </Notice>
          ),
      )}
    </section>
  );
}
