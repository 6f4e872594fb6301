import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { type SignInSource, type SourceBody, sourcesQuery } from './access-queries.ts';
import { SourceChecks } from './source-checks.tsx';
import { withoutEmptySecret } from './source-drafts.ts';
import { SourceFields } from './source-fields.tsx';

/** A way to sign in, new or kept: its settings, and a try that says in words what is wrong. */
export function SourceEditor({
  initial,
  kept,
  onClose,
}: {
  initial: SourceBody;
  kept: SignInSource | null;
  onClose(): void;
}) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [source, setSource] = useState(initial);
  const [isOn, setOn] = useState(kept?.isOn ?? false);
  const [login, setLogin] = useState('');
  const saving = useMutation({
    mutationFn: async (): Promise<unknown> => {
      const body = { isOn, source: withoutEmptySecret(source) };
      if (kept !== null)
        return read(api.PUT('/api/v1/sign-in-sources/{sourceId}', { params: { path: { sourceId: kept.id } }, body }));
      const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
      return read(api.POST('/api/v1/sign-in-sources', { params, body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sourcesQuery.queryKey });
      onClose();
    },
  });
  const trying = useMutation({
    mutationFn: () => {
      const more = { ...(kept ? { sourceId: kept.id } : {}), ...(login ? { login } : {}) };
      return read(api.POST('/api/v1/sign-in-sources/test', { body: { source: withoutEmptySecret(source), ...more } }));
    },
  });

  function save(event: FormEvent): void {
    event.preventDefault();
    saving.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`access.kinds.${source.kind}`)}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <form onSubmit={save}>
        <Stack>
          <SourceFields source={source} hasSecret={kept?.hasSecret ?? false} onChange={setSource} />
          <Group align="flex-end">
            {source.kind === 'directory' && (
              <TextInput
                label={t('access.test.login')}
                value={login}
                onChange={(event) => setLogin(event.currentTarget.value)}
                spellCheck={false}
              />
            )}
            <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
              {t('access.test.try')}
            </Button>
          </Group>
          {trying.data && <SourceChecks checks={trying.data.checks} />}
          {(trying.error ?? saving.error) && <Notice tone="bad">{problemText(trying.error ?? saving.error)}</Notice>}
          <Switch
            label={t('access.on')}
            description={t('access.onHelp')}
            checked={isOn}
            onChange={(event) => setOn(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tApp('common.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t('profile.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
