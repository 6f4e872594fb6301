import { Button, Group } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { type Kind, type SignInSource, type SourceBody, sourcesQuery } from './access-queries.ts';
import { newSource } from './source-drafts.ts';
import { SourceEditor } from './source-editor.tsx';

const kinds: readonly Kind[] = ['directory', 'provider', 'cards'];

/** The ways to sign in besides a password of this server. */
export function SourcesSection() {
  const { t, i18n } = useTranslation('settings');
  const queries = useQueryClient();
  const query = useQuery(sourcesQuery);
  const [editing, setEditing] = useState<{ initial: SourceBody; kept: SignInSource | null } | null>(null);
  const [removing, setRemoving] = useState<SignInSource | null>(null);
  const sources = query.data ?? [];

  async function remove({ id }: SignInSource): Promise<void> {
    await api.DELETE('/api/v1/sign-in-sources/{sourceId}', { params: { path: { sourceId: id } } });
    await queries.invalidateQueries({ queryKey: sourcesQuery.queryKey });
  }

  return (
    <Section title={t('access.sources.title')} help={t('access.sources.help')}>
      <RowsState query={query} isEmpty={sources.length === 0} empty={t('access.sources.empty')}>
        <ul className={classes['rows']}>
          {sources.map((row) => (
            <li key={row.id}>
              <div>
                <strong>{row.source.settings.name}</strong>{' '}
                <StateDot tone={row.isOn ? 'ok' : 'idle'}>{t(row.isOn ? 'access.isOn' : 'access.isOff')}</StateDot>
                <span className={classes['meta']}>
                  {[
                    t(`access.kinds.${row.source.kind}`),
                    t('access.linked', { count: row.linkedPeople }),
                    row.checkedAt &&
                      t('access.checked', {
                        when: formatWhen(row.checkedAt, i18n.language as Locale),
                        outcome: t(`access.outcomes.${row.checkOutcome ?? 'done'}`, {
                          defaultValue: t('access.outcomes.failed'),
                        }),
                      }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              <Group gap="xs">
                <Button size="xs" variant="default" onClick={() => setEditing({ initial: row.source, kept: row })}>
                  {t('access.edit')}
                </Button>
                <Button size="xs" variant="default" onClick={() => setRemoving(row)}>
                  {t('access.remove')}
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      </RowsState>
      <Group mt="md" gap="xs">
        {kinds
          .filter((kind) => kind !== 'cards' || !sources.some(({ source }) => source.kind === 'cards'))
          .map((kind) => (
            <Button
              key={kind}
              variant="default"
              onClick={() => setEditing({ initial: newSource(kind, t(`access.names.${kind}`)), kept: null })}
            >
              {t(`access.add.${kind}`)}
            </Button>
          ))}
      </Group>
      {editing && <SourceEditor {...editing} onClose={() => setEditing(null)} />}
      {removing && (
        <ConfirmDialog
          title={t('access.removeTitle', { name: removing.source.settings.name })}
          verb={t('access.remove')}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        >
          {t('access.removeHelp', { count: removing.linkedPeople })}
        </ConfirmDialog>
      )}
    </Section>
  );
}
