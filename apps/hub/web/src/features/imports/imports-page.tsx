import { Button, FileInput, Group, NativeSelect, Stack } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatNumber, formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { encodings, importsQuery, importTones, kinds } from './import-queries.ts';

/** Files that were brought in, and a new one. */
export function ImportsPage() {
  const { t, i18n } = useTranslation('imports');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const imports = useQuery(importsQuery);
  const [kind, setKind] = useState<(typeof kinds)[number]>('customers');
  const [encoding, setEncoding] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const uploading = useMutation({
    mutationFn: () => {
      const form = new FormData();
      form.append('kind', kind);
      if (encoding) form.append('encoding', encoding);
      form.append('file', file!);
      return read(
        api.POST('/api/v1/imports', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: form as never,
          bodySerializer: (body: unknown) => body as FormData,
        }),
      );
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: '/imports/$importId', params: { importId: id } });
    },
  });

  function upload(event: FormEvent): void {
    event.preventDefault();
    uploading.mutate();
  }

  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <Section title={t('new')} help={t('newHelp')} isNarrow>
        <form onSubmit={upload}>
          <Stack>
            <NativeSelect
              label={t('kind')}
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
              data={kinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
            />
            <NativeSelect
              label={t('encoding')}
              description={t('encodingHelp')}
              value={encoding}
              onChange={(event) => setEncoding(event.currentTarget.value)}
              data={[{ value: '', label: t('encodingFound') }, ...encodings.map((one) => ({ value: one, label: one }))]}
            />
            <FileInput label={t('file')} accept=".csv,text/csv,text/plain" value={file} onChange={setFile} required />
            {uploading.error ? <Notice tone="bad">{problemText(uploading.error)}</Notice> : null}
            <Group>
              <Button type="submit" loading={uploading.isPending} disabled={file === null}>
                {t('upload')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Section>
      <Section title={t('earlier')}>
        <RowsState query={imports} isEmpty={imports.data?.length === 0} empty={t('none')}>
          <div className={table['scroll']}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th>{t('file')}</th>
                  <th>{t('kind')}</th>
                  <th>{t('state')}</th>
                  <th>{t('rows')}</th>
                  <th>{t('when')}</th>
                </tr>
              </thead>
              <tbody>
                {imports.data?.map((row) => (
                  <tr key={row.id}>
                    <td>
                      <Link to="/imports/$importId" params={{ importId: row.id }}>
                        {row.fileName}
                      </Link>
                    </td>
                    <td>{t(`kinds.${row.kind}`)}</td>
                    <td>
                      <StateDot tone={importTones[row.state]}>{t(`states.${row.state}`)}</StateDot>
                    </td>
                    <td>{formatNumber(row.rowsRead, locale)}</td>
                    <td>{formatWhen(row.createdAt, locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </RowsState>
      </Section>
    </div>
  );
}
