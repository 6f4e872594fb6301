import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Stack,
  TextInput,
} from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { backupsQuery } from './backups-queries.ts';

type Fields = Record<'path' | 'endpoint' | 'bucket' | 'prefix' | 'keyId' | 'secret', string>;

const empty: Fields = { path: '', endpoint: '', bucket: '', prefix: '', keyId: '', secret: '' };

/** Names a place and says how often and for how long. The server looks whether the place is there before it keeps it. */
export function AddBackupTarget({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [kind, setKind] = useState<'folder' | 's3'>('folder');
  const [fields, setFields] = useState(empty);
  const [isAlwaysThere, setAlwaysThere] = useState(true);
  const [everyHours, setEveryHours] = useState(24);
  const [keepDays, setKeepDays] = useState(30);
  const adding = useMutation({
    mutationFn: () => {
      const { path, ...store } = fields;
      const place =
        kind === 'folder'
          ? { kind, path: path.trim() }
          : { kind, ...store, prefix: store.prefix.trim(), region: 'us-east-1' };
      const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
      const settings = { continuous: isAlwaysThere, everyHours, keepDays };
      return read(api.POST('/api/v1/backups/targets', { params, body: { place, settings } }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: backupsQuery.queryKey });
      onClose();
    },
  });

  function add(event: FormEvent): void {
    event.preventDefault();
    adding.mutate();
  }

  const field = (name: keyof Fields, isRequired = true) => ({
    label: t(`backups.add.${name}`),
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
    required: isRequired,
    maxLength: 1_000,
  });

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('backups.add.open')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <form onSubmit={add}>
        <Stack>
          <SegmentedControl
            value={kind}
            onChange={(value) => setKind(value === 's3' ? 's3' : 'folder')}
            data={(['folder', 's3'] as const).map((value) => ({ value, label: t(`backups.kinds.${value}`) }))}
            aria-label={t('backups.add.kind')}
          />
          {kind === 'folder' ? (
            <TextInput
              {...field('path')}
              description={t('backups.add.pathHelp')}
              placeholder="/mnt/copias/nexus"
              data-autofocus
            />
          ) : (
            <>
              <TextInput {...field('endpoint')} placeholder="https://almacen.example.org:9000" data-autofocus />
              <Group grow align="flex-start">
                <TextInput {...field('bucket')} />
                <TextInput {...field('prefix', false)} />
              </Group>
              <TextInput {...field('keyId')} autoComplete="off" />
              <PasswordInput {...field('secret')} autoComplete="new-password" />
            </>
          )}
          <Checkbox
            label={t('backups.add.alwaysThere')}
            description={t('backups.add.alwaysThereHelp')}
            checked={isAlwaysThere}
            onChange={(event) => setAlwaysThere(event.currentTarget.checked)}
          />
          <Group grow align="flex-start">
            <NumberInput
              label={t('backups.add.everyHours')}
              value={everyHours}
              min={1}
              max={8_760}
              allowDecimal={false}
              onChange={(value) => setEveryHours(Number(value) || 1)}
            />
            <NumberInput
              label={t('backups.add.keepDays')}
              value={keepDays}
              min={1}
              max={3_650}
              allowDecimal={false}
              onChange={(value) => setKeepDays(Number(value) || 1)}
            />
          </Group>
          {adding.error && <Notice tone="bad">{problemText(adding.error)}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tApp('common.cancel')}
            </Button>
            <Button type="submit" loading={adding.isPending}>
              {t('backups.add.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
