import { Button, Group } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { formatBytes, type Locale, Notice } from '@nexus/ui';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import { download } from './download.ts';

/** The whole log as an archive for outsiders: with the public key they need nothing else of this server. */
export function ExportLog() {
  const { t, i18n } = useTranslation('activity');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const [bytes, setBytes] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const exporting = useMutation({
    mutationFn: () => {
      stop.current = new AbortController();
      setBytes(0);
      const name = `nexus-log-${new Date().toISOString().slice(0, 10)}.zip`;
      return download('/api/v1/audit/log/export', { name, signal: stop.current.signal, onBytes: setBytes });
    },
  });
  const wasStopped = stop.current?.signal.aborted ?? false;
  return (
    <section aria-labelledby="log-export">
      <h2 id="log-export" className={classes['heading']}>
        {t('export.title')}
      </h2>
      <p className={classes['meta']}>{t('export.help')}</p>
      <p className={classes['code']}>./nexus audit verify nexus-log.zip --key {t('export.key')}</p>
      <Group gap="sm" mt="sm">
        <Button
          variant="default"
          leftSection={<IconFileZip size={16} />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate()}
        >
          {t('export.button')}
        </Button>
        {exporting.isPending && (
          <>
            <output className={classes['meta']}>{formatBytes(bytes, i18n.language as Locale)}</output>
            <Button variant="subtle" color="gray" onClick={() => stop.current?.abort()}>
              {tApp('common.cancel')}
            </Button>
          </>
        )}
        {exporting.isSuccess && (
          <output className={classes['meta']}>
            {t('export.done', { bytes: formatBytes(bytes, i18n.language as Locale) })}
          </output>
        )}
      </Group>
      {exporting.error && !wasStopped && <Notice tone="bad">{problemText(exporting.error)}</Notice>}
    </section>
  );
}
