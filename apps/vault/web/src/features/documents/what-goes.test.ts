import { expect, test } from 'vitest';
import type { DocumentRow } from '../../app/listing/document-rows.ts';
import { whatGoes } from './what-goes.ts';

const row = (id: string, createdBy: string | null, parentDocumentId: string | null = null): DocumentRow => ({
  id,
  fileName: id,
  folderId: null,
  parentDocumentId,
  createdBy,
  state: 'ready',
  reason: null,
  format: 'eml',
  language: null,
  parts: 2,
  ocrParts: 0,
  unreadParts: 0,
  ocrConfidence: null,
  sizeBytes: 10,
  createdAtMs: 0,
  progressDone: 0,
  progressTotal: null,
  version: 1,
  labelId: 'label',
  hasSuggestion: false,
});

const all = [row('mail', 'ana'), row('inner mail', null, 'mail'), row('photo', null, 'inner mail'), row('own', 'luz')];

test('attachments go along, also those of attachments, and are counted once', () => {
  const goes = whatGoes([all[0]!, all[1]!], all, { id: 'ana', role: 'owner' });
  expect(goes).toMatchObject({ kept: 0, parts: 6, sizeBytes: 30, attachments: 1 });
});

test('an analyst deletes what is their own, a reader nothing', () => {
  const analyst = whatGoes(all, all, { id: 'luz', role: 'analyst' });
  expect(analyst.deletable.map(({ id }) => id)).toEqual(['own']);
  expect(analyst.kept).toBe(3);
  expect(whatGoes(all, all, { id: 'luz', role: 'reader' }).deletable).toEqual([]);
});
