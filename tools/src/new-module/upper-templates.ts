import type { ModuleNames } from './module-names.ts';

/** The service and what stands above it: responses, requests, routes, wiring. By path from the module's folder. */
export function upperTemplates({
  folder,
  table,
  plural,
  Plural,
  one,
  One,
  words,
}: ModuleNames): Record<string, string> {
  return {
    [`src/${folder}.service.ts`]: `import type { Database, Tx } from '@nexus/db';
import { type Clock, decodeCursor, newId, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import { ${One}ActionForbiddenError, ${One}NotFoundError } from './${folder}.errors.ts';
import { mayCreate${One}, mayRead${Plural} } from './${folder}.policy.ts';
import type { KeyringPort, SpacesPort } from './${folder}.ports.ts';
import * as repository from './${folder}.repository.ts';
import type { ${One}Row, ${Plural}Tables } from './${folder}.tables.ts';

export type ${One} = { id: string; spaceId: string; name: string; version: number; createdAt: Date };

export type ${Plural}Dependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  clock: Clock;
};

export type ${Plural}Service = ReturnType<typeof create${Plural}Service>;

export function create${Plural}Service({ database, keyring, spaces, clock }: ${Plural}Dependencies) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<${Plural}Tables>) => Promise<R>) =>
    database.withActor<${Plural}Tables, R>(actor, run);

  const nameContext = (id: string) => ({ kind: '${table}.name', objectId: id });

  async function open(row: ${One}Row): Promise<${One}> {
    const sealer = await keyring.forSpace(row.spaceId);
    const { id, spaceId, version, createdAt } = row;
    return { id, spaceId, name: sealer.openText(nameContext(id), row.name), version, createdAt };
  }

  async function create(actor: PersonActor, spaceId: string, input: { name: string }): Promise<${One}> {
    return await act(actor, async (tx) => {
      const role = await spaces.findRole(tx as Tx, actor.personId, spaceId);
      if (!mayRead${Plural}(role)) throw new ${One}NotFoundError();
      if (!mayCreate${One}(role)) throw new ${One}ActionForbiddenError();
      const now = clock.now();
      const id = newId(now.getTime());
      const sealer = await keyring.forSpace(spaceId);
      const name = sealer.sealText(nameContext(id), input.name);
      const row = { id, spaceId, name, version: 1, createdBy: actor.personId, createdAt: now };
      await repository.insert${One}(tx, row);
      return await open(row);
    });
  }

  async function get(actor: PersonActor, spaceId: string, ${one}Id: string): Promise<${One}> {
    return await act(actor, async (tx) => {
      const row = await repository.find${One}(tx, spaceId, ${one}Id);
      if (!row) throw new ${One}NotFoundError();
      return await open(row);
    });
  }

  async function list(actor: PersonActor, spaceId: string, page: { cursor?: string | undefined; limit: number }): Promise<Page<${One}>> {
    const after = page.cursor === undefined ? null : String(decodeCursor(page.cursor, 1)[0]);
    return await act(actor, async (tx) => {
      const rows = await repository.list${Plural}(tx, spaceId, after, page.limit + 1);
      const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.id]);
      return { items: await Promise.all(items.map(open)), nextCursor };
    });
  }

  return { create, get, list };
}
`,

    [`src/${folder}.schemas.ts`]: `import { pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const SpacePath = z.object({ spaceId: z.uuid() });

export const ${One}Path = SpacePath.extend({ ${one}Id: z.uuid() });

export const Create${One} = z.object({ name: z.string().trim().min(1).max(200) });

export const ${One}Response = z.object({
  id: z.uuid(),
  spaceId: z.uuid(),
  name: z.string(),
  version: z.number().int(),
  createdAt: Timestamp,
});

export const ${One}Page = pageSchema(${One}Response);
`,

    [`src/${folder}.view.ts`]: `import type { z } from 'zod';
import type { ${One}Response } from './${folder}.schemas.ts';
import type { ${One} } from './${folder}.service.ts';

/** Field by field, so that a new column reaches nobody by accident. */
export function view${One}(${one}: ${One}): z.infer<typeof ${One}Response> {
  const { id, spaceId, name, version, createdAt } = ${one};
  return { id, spaceId, name, version, createdAt: createdAt.toISOString() };
}
`,

    [`src/${folder}.view.test.ts`]: `import { expect, test } from 'vitest';
import { ${One}Response } from './${folder}.schemas.ts';
import { view${One} } from './${folder}.view.ts';

test('a ${words} is shown as the API documents it, and nothing else of it', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  const ${one} = { id, spaceId: id, name: 'Puente', version: 1, createdAt: new Date('2026-01-02T03:04:05Z'), secret: 1 };
  const shown = view${One}(${one});
  expect(shown).toEqual({ id, spaceId: id, name: 'Puente', version: 1, createdAt: '2026-01-02T03:04:05.000Z' });
  expect(${One}Response.parse(shown)).toEqual(shown);
});
`,

    [`src/${folder}.routes.ts`]: `import { type HttpApp, PageQuery, personOf } from '@nexus/http';
import { Create${One}, ${One}Page, ${One}Path, ${One}Response, SpacePath } from './${folder}.schemas.ts';
import type { ${Plural}Service } from './${folder}.service.ts';
import { view${One} } from './${folder}.view.ts';

const tags = ['${folder}'];
const collection = '/api/v1/spaces/:spaceId/${folder}';

export function ${plural}Routes(service: ${Plural}Service): (app: HttpApp) => void {
  return (app) => {
    app.post(
      collection,
      {
        config: { access: 'session', idempotent: true },
        schema: {
          operationId: 'create${One}',
          summary: 'Create a ${words}',
          tags,
          params: SpacePath,
          body: Create${One},
          response: { 201: ${One}Response },
        },
      },
      async (request, reply) => {
        const ${one} = await service.create(personOf(request), request.params.spaceId, request.body);
        return await reply.code(201).send(view${One}(${one}));
      },
    );

    app.get(
      \`\${collection}/:${one}Id\`,
      {
        config: { access: 'session' },
        schema: {
          operationId: 'get${One}',
          summary: 'Read a ${words}',
          tags,
          params: ${One}Path,
          response: { 200: ${One}Response },
        },
      },
      async (request) => view${One}(await service.get(personOf(request), request.params.spaceId, request.params.${one}Id)),
    );

    app.get(
      collection,
      {
        config: { access: 'session' },
        schema: {
          operationId: 'list${Plural}',
          summary: 'List the ${words} entries of a space, oldest first',
          tags,
          params: SpacePath,
          querystring: PageQuery,
          response: { 200: ${One}Page },
        },
      },
      async (request) => {
        const page = await service.list(personOf(request), request.params.spaceId, request.query);
        return { items: page.items.map(view${One}), nextCursor: page.nextCursor };
      },
    );
  };
}
`,

    'src/module.ts': `import { ${plural}Routes } from './${folder}.routes.ts';
import { create${Plural}Service, type ${Plural}Dependencies } from './${folder}.service.ts';

export const ${plural}Migrations = { name: '${folder}', directory: new URL('../migrations/', import.meta.url) };

export function create${Plural}Module(dependencies: ${Plural}Dependencies) {
  const service = create${Plural}Service(dependencies);
  return { service, routes: ${plural}Routes(service) };
}
`,

    'src/index.ts': `export { ${One}ActionForbiddenError, ${One}NotFoundError } from './${folder}.errors.ts';
export type { KeyringPort, SpacesPort } from './${folder}.ports.ts';
export type { ${One}, ${Plural}Dependencies, ${Plural}Service } from './${folder}.service.ts';
export { create${Plural}Module, ${plural}Migrations } from './module.ts';
`,
  };
}
