import type { z } from 'zod';
import { importFields } from './import-fields.ts';
import type { ImportRecord } from './imports.repository.ts';
import type { ImportListItem, ImportView } from './imports.schemas.ts';
import type { ImportDetails } from './imports.service.ts';

export function viewListedImport(row: ImportRecord): z.infer<typeof ImportListItem> {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.fileName,
    bytes: Number(row.bytes),
    encoding: row.encoding,
    delimiter: row.delimiter,
    rowsRead: row.rowsRead,
    rowsCreated: row.rowsCreated,
    rowsUpdated: row.rowsUpdated,
    rowsUnchanged: row.rowsUnchanged,
    rowsFailed: row.rowsFailed,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function viewImport({ record, errors, looksMistaken }: ImportDetails): z.infer<typeof ImportView> {
  const { required, optional } = importFields[record.kind];
  return {
    ...viewListedImport(record),
    header: record.header,
    sample: record.sample,
    looksMistaken,
    mapping: record.mapping,
    fields: [
      ...required.map((field) => ({ field, isRequired: true })),
      ...optional.map((field) => ({ field, isRequired: false })),
    ],
    errors: errors.map(({ line, field, code, value }) => ({ line, field, code, value })),
  };
}
