import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { DocumentParams, LabelViewSchema } from '../documents.schemas.ts';
import { viewLabel } from '../documents.view.ts';
import type { Reclassification, ReclassificationsService } from './reclassifications.service.ts';

const State = z.enum(['requested', 'approved', 'applied', 'rejected', 'withdrawn', 'overtaken']);
const ReclassificationParams = z.object({ reclassificationId: z.uuid() });

const RelabelBody = z.object({
  labelId: z.uuid(),
  reason: z.string().trim().min(1).max(2_000).optional().describe('Needed to lower a label'),
});

const DecisionBody = z.object({
  decision: z.enum(['approve', 'reject']),
  note: z.string().trim().min(1).max(2_000).optional(),
});

const ReclassificationView = z.object({
  id: z.uuid(),
  documentId: z.uuid(),
  title: z.string().nullable().describe('Null when you may not read the document'),
  spaceId: z.uuid(),
  from: LabelViewSchema,
  to: LabelViewSchema,
  kind: z.enum(['raise', 'lower']),
  state: State.describe('`overtaken`: the document was deleted or got another label first'),
  reason: z.string().nullable(),
  requestedBy: z.uuid(),
  requestedByName: z.string(),
  requestedAt: Timestamp,
  decidedBy: z.uuid().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: Timestamp.nullable(),
  note: z.string().nullable(),
  appliedAt: Timestamp.nullable(),
});

const tags = ['labels'];
const session = { access: 'session' as const };

export function reclassificationsRoutes(service: ReclassificationsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/documents/:documentId/label',
      config: {
        ...session,
        idempotent: true,
        replay: async (request, id) =>
          viewReclassification(await service.get(personOf(request), isOfficer(request), id)),
      },
      schema: {
        operationId: 'relabelDocument',
        summary: 'Give a document another label',
        description:
          'A label above the present one holds at once. Any other is a request with a reason, which a second person decides: an owner who may read both labels, or an officer.',
        tags,
        params: DocumentParams,
        body: RelabelBody,
        response: { 201: ReclassificationView },
      },
      handler: async (request, reply) => {
        const { documentId } = request.params;
        const made = await service.relabel(personOf(request), isOfficer(request), documentId, request.body);
        return reply.status(201).send(viewReclassification(made));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/documents/:documentId/label-suggestion',
      config: session,
      schema: {
        operationId: 'dismissLabelSuggestion',
        summary: 'Keep the label, whatever the markings of the document say',
        tags,
        params: DocumentParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.dismissSuggestion(personOf(request), request.params.documentId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/reclassifications',
      config: session,
      schema: {
        operationId: 'listReclassifications',
        summary: 'Requests for other labels, newest first',
        tags,
        querystring: z.object({ state: State.optional(), documentId: z.uuid().optional() }),
        response: { 200: z.object({ items: z.array(ReclassificationView) }) },
      },
      handler: async (request) => {
        const items = await service.list(personOf(request), isOfficer(request), request.query);
        return { items: items.map(viewReclassification) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/reclassifications/:reclassificationId/decision',
      config: session,
      schema: {
        operationId: 'decideReclassification',
        summary: 'Approve or reject the request of another person',
        tags,
        params: ReclassificationParams,
        body: DecisionBody,
        response: { 200: ReclassificationView },
      },
      handler: async (request) => {
        const { decision, note } = request.body;
        const { reclassificationId } = request.params;
        return viewReclassification(
          await service.decide(personOf(request), isOfficer(request), reclassificationId, decision, note),
        );
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/reclassifications/:reclassificationId',
      config: session,
      schema: {
        operationId: 'withdrawReclassification',
        summary: 'Take your own request back',
        tags,
        params: ReclassificationParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.withdraw(personOf(request), request.params.reclassificationId);
        return reply.status(204).send(null);
      },
    });
  };
}

function isOfficer(request: { session: { roles: readonly string[] } | null }): boolean {
  return request.session?.roles.includes('officer') ?? false;
}

function viewReclassification(one: Reclassification): z.infer<typeof ReclassificationView> {
  return {
    id: one.id,
    documentId: one.documentId,
    title: one.title,
    spaceId: one.spaceId,
    from: viewLabel(one.from),
    to: viewLabel(one.to),
    kind: one.kind,
    state: one.state,
    reason: one.reason,
    requestedBy: one.requestedBy,
    requestedByName: one.requestedByName,
    requestedAt: one.requestedAt.toISOString(),
    decidedBy: one.decidedBy,
    decidedByName: one.decidedByName,
    decidedAt: one.decidedAt?.toISOString() ?? null,
    note: one.note,
    appliedAt: one.appliedAt?.toISOString() ?? null,
  };
}
