import type { ModuleNames } from './module-names.ts';

/** Everything below the service: manifest, README, table, types, ports, rules, SQL. By path from the module's folder. */
export function groundTemplates(names: ModuleNames, versions: { kysely: string; zod: string }): Record<string, string> {
  const { folder, table, plural, Plural, one, One, words } = names;
  return {
    'package.json': `${JSON.stringify(
      {
        name: `@nexus/${folder}`,
        version: '0.1.0',
        private: true,
        type: 'module',
        description: `What this installation knows about each ${words}.`,
        exports: { '.': './src/index.ts' },
        dependencies: {
          '@nexus/crypto': '*',
          '@nexus/db': '*',
          '@nexus/http': '*',
          '@nexus/kernel': '*',
          kysely: versions.kysely,
          zod: versions.zod,
        },
      },
      null,
      2,
    )}\n`,

    'README.md': `# ${folder}

Say in one sentence what this module is for.

| owns | what |
|---|---|
| tables | \`${table}\` (name sealed) |
| API | \`/api/v1/spaces/{spaceId}/${folder}\` |

Invariants
- Nobody sees a ${words}, or that it exists, without being a member of its space.
`,

    [`migrations/0001-${folder}.sql`]: `-- Content is sealed (bytea); no SQL sorts, filters or is unique on it.
create table ${table} (
  id uuid primary key,
  space_id uuid not null,
  name bytea not null,
  version integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null
);
create index ${table}_by_space on ${table} (space_id, id);

alter table ${table} enable row level security;
alter table ${table} force row level security;

-- Deny by default: only what is written here is allowed, looked up from the acting person's id.
create policy ${table}_read on ${table} for select to nexus_app
  using (space_id in (select readable_space_ids()));
create policy ${table}_create on ${table} for insert to nexus_app
  with check (created_by = current_person_id() and space_id in (select space_ids_with_role('owner', 'analyst')));
create policy ${table}_owner on ${table} to nexus_owner using (true) with check (true);

grant select, insert on ${table} to nexus_app;
`,

    [`src/${folder}.tables.ts`]: `export type ${One}Row = {
  id: string;
  spaceId: string;
  name: Buffer;
  version: number;
  createdBy: string;
  createdAt: Date;
};

export type ${Plural}Tables = { ${plural}: ${One}Row };
`,

    [`src/${folder}.ports.ts`]: `import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';

export type KeyringPort = { forSpace(spaceId: string): Promise<Sealer> };

export type SpacesPort = {
  /** Role of the person in the space; null when not a member. */
  findRole(tx: Tx, personId: string, spaceId: string): Promise<'owner' | 'analyst' | 'reader' | null>;
};
`,

    [`src/${folder}.errors.ts`]: `import { ForbiddenError, NotFoundError } from '@nexus/kernel';

/** Also the answer for a ${words} of a space that the caller is not a member of. */
export class ${One}NotFoundError extends NotFoundError {
  override readonly code = '${table}.not_found';
  constructor() {
    super('There is no such ${words}, or you are not a member of its space.');
  }
}

export class ${One}ActionForbiddenError extends ForbiddenError {
  override readonly code = '${table}.forbidden';
  constructor() {
    super('Your role in this space does not allow this.');
  }
}
`,

    [`src/${folder}.policy.ts`]: `export type SpaceRole = 'owner' | 'analyst' | 'reader';

/** Members read; null is nobody's role. */
export function mayRead${Plural}(role: SpaceRole | null): boolean {
  return role !== null;
}

export function mayCreate${One}(role: SpaceRole | null): boolean {
  return role === 'owner' || role === 'analyst';
}
`,

    [`src/${folder}.policy.test.ts`]: `import { expect, test } from 'vitest';
import { mayCreate${One}, mayRead${Plural} } from './${folder}.policy.ts';

test('every member reads, nobody else does', () => {
  expect([null, 'reader', 'analyst', 'owner'].map((role) => mayRead${Plural}(role as never))).toEqual([false, true, true, true]);
});

test('readers and strangers create no ${words}', () => {
  expect([null, 'reader', 'analyst', 'owner'].map((role) => mayCreate${One}(role as never))).toEqual([false, false, true, true]);
});
`,

    [`src/${folder}.repository.ts`]: `import type { Tx } from '@nexus/db';
import type { ${One}Row, ${Plural}Tables } from './${folder}.tables.ts';

type ${Plural}Tx = Tx<${Plural}Tables>;

export async function insert${One}(tx: ${Plural}Tx, ${one}: ${One}Row): Promise<void> {
  await tx.insertInto('${plural}').values(${one}).execute();
}

export async function find${One}(tx: ${Plural}Tx, spaceId: string, ${one}Id: string): Promise<${One}Row | null> {
  const row = await tx
    .selectFrom('${plural}')
    .selectAll()
    .where('spaceId', '=', spaceId)
    .where('id', '=', ${one}Id)
    .executeTakeFirst();
  return row ?? null;
}

/** Oldest first, at most \`limit\`, after the row with the id \`after\`. */
export async function list${Plural}(
  tx: ${Plural}Tx,
  spaceId: string,
  after: string | null,
  limit: number,
): Promise<${One}Row[]> {
  let query = tx.selectFrom('${plural}').selectAll().where('spaceId', '=', spaceId);
  if (after !== null) query = query.where('id', '>', after);
  return await query.orderBy('id').limit(limit).execute();
}
`,
  };
}
