import { z } from 'zod';
import { Timestamp } from '../crm.schemas.ts';
import { encodings } from './csv-encoding.ts';

export const ImportKind = z.enum(['customers', 'contacts', 'opportunities']);
export const Encoding = z.enum(encodings);
export const ImportParams = z.object({ importId: z.uuid() });

const Names = z.record(z.string().max(60), z.string().max(500));
export const MappingBody = z.object({
  columns: Names.describe('Field of ours to the name of the column'),
  defaults: Names.default({}).describe('What a field is for every row without a value'),
});

export const ImportListItem = z.object({
  id: z.uuid(),
  kind: ImportKind,
  state: z.enum(['uploaded', 'checking', 'checked', 'importing', 'done', 'failed', 'cancelled']),
  fileName: z.string(),
  bytes: z.number().int(),
  encoding: Encoding,
  delimiter: z.string(),
  rowsRead: z.number().int(),
  rowsCreated: z.number().int().describe('In a check: what would be made'),
  rowsUpdated: z.number().int(),
  rowsUnchanged: z.number().int(),
  rowsFailed: z.number().int(),
  failure: z.string().nullable(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});

export const ImportView = ImportListItem.extend({
  header: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  looksMistaken: z.boolean().describe('The text seems to have been read in a wrong encoding before it was saved'),
  mapping: MappingBody.nullable(),
  fields: z.array(z.object({ field: z.string(), isRequired: z.boolean() })),
  errors: z
    .array(z.object({ line: z.number().int(), field: z.string(), code: z.string(), value: z.string() }))
    .describe('The first thousand'),
});
