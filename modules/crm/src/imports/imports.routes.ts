import { type HttpApp, personOf, readUpload } from '@nexus/http';
import { InvalidInputError } from '@nexus/kernel';
import { z } from 'zod';
import { Encoding, ImportKind, ImportListItem, ImportParams, ImportView, MappingBody } from './imports.schemas.ts';
import type { ImportsService } from './imports.service.ts';
import { viewImport, viewListedImport } from './imports.view.ts';

const tags = ['imports'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

/** The form's fields come before its file. */
const UploadFields = z.object({ kind: ImportKind, encoding: Encoding.optional(), partnerId: z.uuid().optional() });

export function importsRoutes(imports: ImportsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/imports',
      config: session,
      schema: {
        operationId: 'listImports',
        summary: 'Imported files, newest first',
        tags,
        response: { 200: z.object({ items: z.array(ImportListItem) }) },
      },
      handler: async (request) => ({ items: (await imports.list(personOf(request))).map(viewListedImport) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/imports',
      config: { ...creating, upload: true },
      schema: {
        operationId: 'uploadImport',
        summary: 'Send a CSV file; nothing is imported yet',
        description: 'multipart/form-data: `kind`, then `encoding` when it is known, then `file`.',
        tags,
        consumes: ['multipart/form-data'],
        response: { 201: ImportView },
      },
      handler: async (request, reply) => {
        const file = await readUpload(request);
        const options = UploadFields.safeParse(file.fields);
        if (!options.success)
          throw new InvalidInputError(
            'Fields before the file are missing or not known.',
            options.error.issues.map(({ path, message }) => ({ path: `body/${path.join('/')}`, message })),
          );
        return reply.status(201).send(viewImport(await imports.upload(personOf(request), file, options.data)));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/imports/:importId',
      config: session,
      schema: {
        operationId: 'getImport',
        summary: 'One import with its faults by row',
        tags,
        params: ImportParams,
        response: { 200: ImportView },
      },
      handler: async (request) => viewImport(await imports.get(personOf(request), request.params.importId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/imports/:importId/check',
      config: creating,
      schema: {
        operationId: 'checkImport',
        summary: 'Read the whole file without effect',
        tags,
        params: ImportParams,
        body: MappingBody,
        response: { 202: ImportView },
      },
      handler: async (request, reply) =>
        reply
          .status(202)
          .send(viewImport(await imports.check(personOf(request), request.params.importId, request.body))),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/imports/:importId/run',
      config: creating,
      schema: {
        operationId: 'runImport',
        summary: 'Import the file; what is there already changes only where it differs',
        tags,
        params: ImportParams,
        response: { 202: ImportView },
      },
      handler: async (request, reply) =>
        reply.status(202).send(viewImport(await imports.run(personOf(request), request.params.importId))),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/imports/:importId/cancel',
      config: creating,
      schema: {
        operationId: 'cancelImport',
        summary: 'Stop an import',
        tags,
        params: ImportParams,
        response: { 200: ImportView },
      },
      handler: async (request) => viewImport(await imports.cancel(personOf(request), request.params.importId)),
    });
  };
}
