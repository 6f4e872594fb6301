import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateTables } from '../src/table-types/generate-tables.ts';
import { query, scratchFolder, scratchServer } from './scratch.ts';

let server: Awaited<ReturnType<typeof scratchServer>>;
const folder = scratchFolder();
const file = join(folder.path, 'notes.tables.gen.ts');

beforeAll(async () => {
  server = await scratchServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

it('writes the types of what a module created, and knows when they are stale', async () => {
  const targets = [
    { module: 'notes', file },
    { module: 'nothing', file: join(folder.path, 'nothing.tables.gen.ts') },
  ];
  const run = (check: boolean) => generateTables({ credentials: server.credentials, targets, check });
  expect(await run(true)).toEqual([file]);
  expect(await run(false)).toEqual([file]);
  expect(await run(true)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toContain(`export type NotesTable = {
  id: string;
  personId: string;
  body: Bytes;
  size: Int8;
  createdAt: Generated<Date>;
  extra: Generated<Json>;
};`);
  await query(
    server.credentials.owner,
    `create type note_state as enum ('draft', 'final'); create domain page as integer check (value > 0);
     alter table notes add column state note_state, add column page page, add column pages integer[], add column tags text[] not null default '{}',
       add column doubled bigint generated always as (size * 2) stored`,
  );
  expect(await run(true)).toEqual([file]);
  writeFileSync(file, '');
  expect(await run(false)).toEqual([file]);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(
    `  state: 'draft' | 'final' | null;\n  page: number | null;\n  pages: Array<number> | null;\n  tags: Generated<Array<string>>;\n  doubled: GeneratedAlways<Int8 | null>;\n`,
  );
});
