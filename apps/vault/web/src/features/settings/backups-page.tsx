import { Button, Group, Stack } from '@mantine/core';
import { meQuery, NothingHere, RowsState, Section } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddBackupTarget } from './add-backup-target.tsx';
import { BackupDrills } from './backup-drills.tsx';
import { BackupInstructions } from './backup-instructions.tsx';
import { BackupTargetSection } from './backup-target-section.tsx';
import { backupsQuery } from './backups-queries.ts';
import { mayListPeople, mayRunSystem } from './duties.ts';
import { SettingsFrame } from './settings-frame.tsx';

/** Where backups go and whether they are good. Administrators act; officers see the same and confirm what may go. */
export function BackupsPage() {
  const { t } = useTranslation('settings');
  const { data: me } = useQuery(meQuery);
  const query = useQuery(backupsQuery);
  const [isAdding, setAdding] = useState(false);
  if (me && !mayListPeople(me.roles)) return <NothingHere />;
  const { isOn = true, targets = [] } = query.data ?? {};
  const mayAct = mayRunSystem(me?.roles ?? []) && isOn;
  return (
    <SettingsFrame>
      {targets.map((target) => (
        <BackupTargetSection key={target.id} target={target} roles={me?.roles ?? []} />
      ))}
      <Section title={t('backups.places.title')} help={t('backups.places.help')}>
        <RowsState query={query}>
          <Stack gap="md">
            {!isOn && <Notice tone="warn">{t('backups.off')}</Notice>}
            {isOn && targets.length === 0 && (
              <Notice tone="warn" title={t('backups.none')}>
                {t('backups.noneHelp')}
              </Notice>
            )}
            {mayAct && (
              <Group>
                <Button variant={targets.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)}>
                  {t('backups.add.open')}
                </Button>
              </Group>
            )}
          </Stack>
        </RowsState>
      </Section>
      {targets.length > 0 && <BackupDrills targets={targets} />}
      {targets.length > 0 && <BackupInstructions targets={targets} />}
      {isAdding && <AddBackupTarget onClose={() => setAdding(false)} />}
    </SettingsFrame>
  );
}
