import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import table from '@nexus/page/table.module.css';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { guessColumns, type Import } from './import-queries.ts';

/** Which column is which field, with the first value of each, and one value for all rows where there is no column. */
export function ColumnMapping({ found, onChecked }: { found: Import; onChecked(): unknown }) {
  const { t } = useTranslation('imports');
  const problemText = useProblemText();
  const [columns, setColumns] = useState(() => found.mapping?.columns ?? guessColumns(found));
  const [defaults, setDefaults] = useState<Record<string, string>>(() => found.mapping?.defaults ?? {});
  const checking = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/imports/{importId}/check', {
          params: { path: { importId: found.id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { columns: given(columns), defaults: given(defaults) },
        }),
      ),
    onSettled: onChecked,
  });

  function check(event: FormEvent): void {
    event.preventDefault();
    checking.mutate();
  }

  return (
    <form onSubmit={check}>
      <Stack>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('field')}</th>
                <th>{t('column')}</th>
                <th>{t('example')}</th>
              </tr>
            </thead>
            <tbody>
              {found.fields.map(({ field, isRequired }) => (
                <tr key={field}>
                  <td>
                    {t(`fields.${field}`)}
                    {isRequired && ' *'}
                  </td>
                  <td>
                    <NativeSelect
                      aria-label={t('columnOf', { field: t(`fields.${field}`) })}
                      value={columns[field] ?? ''}
                      onChange={(event) => setColumns({ ...columns, [field]: event.currentTarget.value })}
                      data={[{ value: '', label: t('noColumn') }, ...found.header]}
                    />
                  </td>
                  <td>
                    {columns[field] ? (
                      found.sample[0]?.[found.header.indexOf(columns[field])]
                    ) : (
                      <TextInput
                        aria-label={t('defaultOf', { field: t(`fields.${field}`) })}
                        placeholder={t('default')}
                        value={defaults[field] ?? ''}
                        onChange={(event) => setDefaults({ ...defaults, [field]: event.currentTarget.value })}
                        maxLength={300}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {checking.error ? <Notice tone="bad">{problemText(checking.error)}</Notice> : null}
        <Button type="submit" variant="default" loading={checking.isPending}>
          {t('check')}
        </Button>
      </Stack>
    </form>
  );
}

function given(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));
}
