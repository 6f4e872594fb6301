import { Button, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { ApiProblem, newIdempotencyKey } from '@nexus/page/api';
import { formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Mark } from '../../app/labels/label.tsx';
import { type WatchedFolder, watchedQuery } from './space-queries.ts';
import classes from './spaces.module.css';

const tones = { active: 'ok', paused: 'idle', unreachable: 'bad' } as const;

/** Folders of the server whose files come in by themselves. Which folders may be watched is the server's administrator's to say. */
export function WatchedFolders({ spaceId }: { spaceId: string }) {
  const { t, i18n } = useTranslation('spaces');
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { data: folders = [], error } = useQuery(watchedQuery(spaceId));
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function change(run: () => Promise<unknown>): Promise<void> {
    setProblem(null);
    try {
      await run();
    } catch (cause) {
      const isRefused = cause instanceof ApiProblem && cause.code === 'documents.watched_path_refused';
      setProblem(isRefused ? t('watched.refused') : problemText(cause));
    }
    await queries.invalidateQueries({ queryKey: watchedQuery(spaceId).queryKey });
  }
  function add(event: FormEvent): void {
    event.preventDefault();
    void change(async () => {
      await api.POST('/api/v1/spaces/{spaceId}/watched-folders', {
        params: { path: { spaceId } },
        body: { path: path.trim() },
        headers: { 'Idempotency-Key': newIdempotencyKey() },
      });
      setPath('');
    });
  }
  function remove({ id }: WatchedFolder): void {
    const params = { path: { spaceId, watchedFolderId: id } };
    void change(() => api.DELETE('/api/v1/spaces/{spaceId}/watched-folders/{watchedFolderId}', { params }));
  }

  return (
    <section className={classes['section']} aria-labelledby="watched">
      <h2 id="watched">{t('watched.title')}</h2>
      <p className={classes['muted']}>{t('watched.help')}</p>
      {(error || problem) && <Notice tone="bad">{problem ?? problemText(error)}</Notice>}
      <ul className={classes['list']}>
        {folders.map((folder) => (
          <li key={folder.id} className={classes['member']}>
            <span className={classes['spaceName']}>
              <span>
                <Mark label={folder.label} /> <code>{folder.path}</code>
              </span>
              <small>
                {folder.scannedAt
                  ? t('watched.scanned', { when: formatWhen(folder.scannedAt, i18n.language as Locale) })
                  : t('watched.notYet')}
              </small>
            </span>
            <StateDot tone={tones[folder.state]}>{t(`watched.state.${folder.state}`)}</StateDot>
            <Button variant="subtle" color="gray" size="xs" onClick={() => remove(folder)}>
              {t('watched.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <form className={classes['line']} onSubmit={add}>
        <TextInput
          className={classes['grow']!}
          label={t('watched.path')}
          placeholder="/srv/expedientes"
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          maxLength={4_096}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" disabled={path.trim() === ''}>
          {t('watched.add')}
        </Button>
      </form>
    </section>
  );
}
