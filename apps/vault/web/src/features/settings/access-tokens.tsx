import { Button, Group } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { NewToken } from './new-token.tsx';
import { type AccessToken, tokensQuery } from './own-queries.ts';

/** Keys for programs that act as oneself. */
export function AccessTokens() {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const query = useQuery(tokensQuery);
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<AccessToken | null>(null);
  const tokens = query.data ?? [];

  async function revoke({ id }: AccessToken): Promise<void> {
    await api.DELETE('/api/v1/tokens/{tokenId}', { params: { path: { tokenId: id } } });
    await queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  }

  return (
    <Section title={t('tokens.title')} help={t('tokens.help')}>
      <RowsState query={query} isEmpty={tokens.length === 0} empty={t('tokens.empty')}>
        <ul className={classes['rows']}>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      </RowsState>
      <Group mt="md">
        <Button variant="default" onClick={() => setCreating(true)}>
          {t('tokens.create')}
        </Button>
      </Group>
      {isCreating && <NewToken onClose={() => setCreating(false)} />}
      {revoking && (
        <ConfirmDialog
          title={t('tokens.revokeTitle')}
          verb={t('tokens.revoke')}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        >
          {t('tokens.revokeHelp', { name: revoking.name })}
        </ConfirmDialog>
      )}
    </Section>
  );
}

function TokenRow({ token, onRevoke }: { token: AccessToken; onRevoke(): void }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const isOver = new Date(token.expiresAt) < new Date();
  return (
    <li>
      <div>
        <strong>{token.name}</strong>
        <span className={classes['meta']}>
          {isOver
            ? t('tokens.over', { date: formatWhen(token.expiresAt, locale) })
            : t('tokens.until', { date: formatWhen(token.expiresAt, locale) })}
          {' · '}
          {token.lastUsedAt ? t('tokens.used', { when: formatWhen(token.lastUsedAt, locale) }) : t('tokens.unused')}
        </span>
      </div>
      <Button size="xs" variant="default" onClick={onRevoke}>
        {t('tokens.revoke')}
      </Button>
    </li>
  );
}
