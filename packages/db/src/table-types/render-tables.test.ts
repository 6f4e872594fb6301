import fc from 'fast-check';
import { CamelCasePlugin } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Column } from './read-columns.ts';
import { renderTables, toCamelCase } from './render-tables.ts';

const column = (name: string, baseType: string, rest: Partial<Column> = {}): Column => ({
  relation: 'case_files',
  isView: false,
  name,
  baseType,
  isArray: false,
  labels: null,
  isNullable: false,
  generated: 'never',
  ...rest,
});

describe('renderTables', () => {
  it('writes a type for each table and one for all', () => {
    const columns = [
      column('id', 'uuid'),
      column('sha256', 'bytea'),
      column('page_count', 'int4', { isNullable: true }),
      column('size', 'int8', { generated: 'default' }),
      column('number', 'int8', { generated: 'always' }),
      column('totals', 'int8', { isArray: true, isNullable: true }),
      column('state', 'file_state', { labels: ['new', "it's"], generated: 'default' }),
      column('days', 'date', { isArray: true }),
      column('quality', 'jsonb', { isNullable: true }),
      { ...column('added_at', 'timestamptz'), relation: 'recent_files', isView: true },
    ];
    expect(
      renderTables('case-work', columns),
    ).toBe(`// Generated from the migrated database; do not edit. Write a migration and run the generator of packages/db.
import type { Bytes, Generated, GeneratedAlways, Int8, Json, ReadOnly } from '@nexus/db';

export type CaseFilesTable = {
  id: string;
  sha256: Bytes;
  pageCount: number | null;
  size: Generated<Int8>;
  number: GeneratedAlways<Int8>;
  totals: Array<bigint> | null;
  state: Generated<'new' | 'it\\'s'>;
  days: Array<string>;
  quality: Json | null;
};

export type RecentFilesTable = {
  addedAt: ReadOnly<Date>;
};

export type CaseWorkTables = {
  caseFiles: CaseFilesTable;
  recentFiles: RecentFilesTable;
};
`);
  });

  it('refuses arrays that arrive as text', () => {
    expect(() => renderTables('files', [column('states', 'file_state', { labels: ['new'], isArray: true })])).toThrow(
      /case_files.states/,
    );
  });

  it('refuses names that would not come back', () => {
    expect(() => toCamelCase('sha_256')).toThrow(/plain snake_case/);
    expect(() => toCamelCase('Name')).toThrow(/plain snake_case/);
  });

  it('names what CamelCasePlugin names', () => {
    const plugin = new CamelCasePlugin();
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
        const name = words.join('_');
        const result = await plugin.transformResult({ result: { rows: [{ [name]: 1 }] } } as unknown as Parameters<
          typeof plugin.transformResult
        >[0]);
        expect(Object.keys(result.rows[0]!)).toEqual([toCamelCase(name)]);
      }),
    );
  });
});
