import { Button, Group } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { NewPasskey } from './new-passkey.tsx';
import { type Passkey, passkeysQuery } from './own-queries.ts';
import { RenamePasskey } from './rename-passkey.tsx';

/** Keys of one's devices, in place of the password. */
export function PasskeysSection() {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const query = useQuery(passkeysQuery);
  const [isAdding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const keys = query.data ?? [];

  async function remove({ id }: Passkey): Promise<void> {
    await api.DELETE('/api/v1/me/passkeys/{passkeyId}', { params: { path: { passkeyId: id } } });
    await queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
  }

  return (
    <Section title={t('passkeys.title')} help={t('passkeys.help')}>
      <RowsState query={query} isEmpty={keys.length === 0} empty={t('passkeys.empty')}>
        <ul className={classes['rows']}>
          {keys.map((key) => (
            <PasskeyRow
              key={key.id}
              passkey={key}
              onRename={() => setRenaming(key)}
              onRemove={() => setRemoving(key)}
            />
          ))}
        </ul>
      </RowsState>
      {browserSupportsWebAuthn() ? (
        <Group mt="md">
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('passkeys.add')}
          </Button>
        </Group>
      ) : (
        <p className={classes['meta']}>{t('passkeys.unsupported')}</p>
      )}
      {isAdding && <NewPasskey onClose={() => setAdding(false)} />}
      {renaming && <RenamePasskey passkey={renaming} onClose={() => setRenaming(null)} />}
      {removing && (
        <ConfirmDialog
          title={t('passkeys.removeTitle')}
          verb={t('passkeys.remove')}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        >
          {t('passkeys.removeHelp', { name: removing.name })}
        </ConfirmDialog>
      )}
    </Section>
  );
}

type PasskeyRowProps = { passkey: Passkey; onRename(): void; onRemove(): void };

function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  return (
    <li>
      <div>
        <strong>{passkey.name}</strong>
        <span className={classes['meta']}>
          {t('passkeys.since', { date: formatWhen(passkey.createdAt, locale) })}
          {' · '}
          {passkey.lastUsedAt
            ? t('passkeys.used', { when: formatWhen(passkey.lastUsedAt, locale) })
            : t('passkeys.unused')}
        </span>
      </div>
      <Group gap="sm">
        <Button size="xs" variant="default" onClick={onRename}>
          {t('passkeys.rename')}
        </Button>
        <Button size="xs" variant="default" onClick={onRemove}>
          {t('passkeys.remove')}
        </Button>
      </Group>
    </li>
  );
}
