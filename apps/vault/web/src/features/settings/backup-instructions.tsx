import { Button, Group, Stack } from '@mantine/core';
import { printSheets, Section } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BackupTarget } from './backups-queries.ts';

/** What to do when this server is gone. To be printed, because then this page is gone too. */
export function BackupInstructions({ targets }: { targets: readonly BackupTarget[] }) {
  const { t } = useTranslation('settings');
  const places = targets.map(({ name }) => `  ${name}`).join('\n');
  const [first] = targets;
  const command = `./nexus restore ${first?.kind === 'folder' ? first.name : 's3://…'} --into /srv/nexus`;
  const text = t('backups.instructions.text', { places, command });
  return (
    <Section title={t('backups.instructions.title')} help={t('backups.instructions.help')}>
      <Stack gap="md">
        <pre className={classes['sheet']}>{text}</pre>
        <Group>
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => printSheets([text])}>
            {t('secondFactor.print')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
