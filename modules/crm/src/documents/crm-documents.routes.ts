import { Readable } from 'node:stream';
import { type HttpApp, personOf, readUpload } from '@nexus/http';
import { InvalidInputError } from '@nexus/kernel';
import { z } from 'zod';
import { SubjectQuery } from '../activities/activities.schemas.ts';
import { Timestamp } from '../crm.schemas.ts';
import type { CrmDocumentRow } from './crm-documents.repository.ts';
import type { CrmDocumentsService } from './crm-documents.service.ts';

const tags = ['crm documents'];
const session = { access: 'session' as const };
const Params = z.object({ documentId: z.uuid() });
const View = z.object({
  id: z.uuid(),
  customerId: z.uuid().nullable(),
  opportunityId: z.uuid().nullable(),
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  addedBy: z.uuid().nullable(),
  addedAt: Timestamp,
});

const view = (row: CrmDocumentRow): z.infer<typeof View> => ({
  id: row.id,
  customerId: row.customerId,
  opportunityId: row.opportunityId,
  name: row.name,
  bytes: Number(row.bytes),
  sha256: row.sha256,
  addedBy: row.addedBy,
  addedAt: row.addedAt.toISOString(),
});

export function crmDocumentsRoutes(documents: CrmDocumentsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/crm-documents',
      config: session,
      schema: {
        operationId: 'listCrmDocuments',
        summary: 'Documents of a customer or an opportunity, newest first',
        tags,
        querystring: SubjectQuery,
        response: { 200: z.object({ items: z.array(View) }) },
      },
      handler: async (request) => ({ items: (await documents.list(personOf(request), request.query)).map(view) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/crm-documents',
      config: { ...session, idempotent: true, upload: true },
      schema: {
        operationId: 'addCrmDocument',
        summary: 'Attach a document to a customer or an opportunity',
        description: 'multipart/form-data: `customerId` or `opportunityId`, then `file`.',
        tags,
        consumes: ['multipart/form-data'],
        response: { 201: View },
      },
      handler: async (request, reply) => {
        const file = await readUpload(request);
        const subject = SubjectQuery.safeParse(file.fields);
        if (!subject.success)
          throw new InvalidInputError('Say before the file what it belongs to.', [
            { path: 'body/opportunityId', message: 'one of customerId and opportunityId' },
          ]);
        return reply.status(201).send(view(await documents.add(personOf(request), subject.data, file)));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/crm-documents/:documentId/content',
      config: session,
      schema: {
        operationId: 'downloadCrmDocument',
        summary: 'The file of a document',
        tags,
        params: Params,
        response: { 200: z.unknown().describe('The bytes of the file') },
      },
      handler: async (request, reply) => {
        const { document, content } = await documents.open(personOf(request), request.params.documentId);
        // Never shown in place: whatever it is, it is saved.
        return reply
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`)
          .header('content-length', document.bytes.toString())
          .type('application/octet-stream')
          .send(Readable.from(content));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/crm-documents/:documentId',
      config: session,
      schema: {
        operationId: 'removeCrmDocument',
        summary: 'Remove a document',
        tags,
        params: Params,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await documents.remove(personOf(request), request.params.documentId);
        return reply.status(204).send(null);
      },
    });
  };
}
