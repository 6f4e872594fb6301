import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { decodeCursor } from '@nexus/kernel';
import { z } from 'zod';
import {
  BoardQuery,
  BoardView,
  MoveBody,
  NewOpportunityBody,
  OpportunitiesQuery,
  OpportunityDetailsView,
  OpportunityPage,
  OpportunityParams,
  OpportunityView,
  PipelineView,
  UpdateOpportunityBody,
} from './opportunities.schemas.ts';
import type { OpportunitiesService } from './opportunities.service.ts';
import { viewBoard, viewOpportunity, viewOpportunityDetails, viewPipeline } from './opportunities.view.ts';

const tags = ['opportunities'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const editing = { ...session, versioned: true };

export function opportunitiesRoutes(opportunities: OpportunitiesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/pipelines',
      config: session,
      schema: {
        operationId: 'listPipelines',
        summary: 'Pipelines with their stages',
        tags,
        response: { 200: z.object({ items: z.array(PipelineView) }) },
      },
      handler: async (request) => {
        const { pipelines, stages } = await opportunities.listPipelines(personOf(request));
        return { items: pipelines.map((row) => viewPipeline(row, stages)) };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/opportunities',
      config: session,
      schema: {
        operationId: 'listOpportunities',
        summary: 'Opportunities of a pipeline, filtered and sorted',
        tags,
        querystring: OpportunitiesQuery,
        response: { 200: OpportunityPage },
      },
      handler: async (request) => {
        const { cursor, limit, sort, order, partnerId, ...filter } = request.query;
        const [key, id] = cursor === undefined ? [] : decodeCursor(cursor, 2).map(String);
        const after = key === undefined || id === undefined ? undefined : { key, id };
        const page = await opportunities.list(
          personOf(request),
          { ...filter, ...(partnerId === undefined ? {} : { partnerIds: [partnerId] }) },
          { sort, descending: order === 'desc', after, limit },
        );
        return { items: page.items.map(viewOpportunity), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/opportunity-board',
      config: session,
      schema: {
        operationId: 'getOpportunityBoard',
        summary: 'A pipeline as a board: sums and first cards of each stage',
        tags,
        querystring: BoardQuery,
        response: { 200: BoardView },
      },
      handler: async (request) => {
        const { perStage, partnerId, ...filter } = request.query;
        const partners = partnerId === undefined ? {} : { partnerIds: [partnerId] };
        return viewBoard(await opportunities.board(personOf(request), { ...filter, ...partners }, perStage));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/opportunities',
      config: creating,
      schema: {
        operationId: 'createOpportunity',
        summary: 'Open an opportunity',
        tags,
        body: NewOpportunityBody,
        response: { 201: OpportunityView },
      },
      handler: async (request, reply) => {
        const row = await opportunities.create(personOf(request), request.body);
        return reply.status(201).header('etag', versionTag(row.version)).send(viewOpportunity(row));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/opportunities/:opportunityId',
      config: session,
      schema: {
        operationId: 'getOpportunity',
        summary: 'One opportunity with the stages that it went through',
        tags,
        params: OpportunityParams,
        response: { 200: OpportunityDetailsView },
      },
      handler: async (request, reply) => {
        const details = await opportunities.get(personOf(request), request.params.opportunityId);
        return reply.header('etag', versionTag(details.opportunity.version)).send(viewOpportunityDetails(details));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/opportunities/:opportunityId',
      config: editing,
      schema: {
        operationId: 'updateOpportunity',
        summary: 'Change an opportunity',
        tags,
        params: OpportunityParams,
        body: UpdateOpportunityBody,
        response: { 200: OpportunityView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const row = await opportunities.update(personOf(request), request.params.opportunityId, version, request.body);
        return reply.header('etag', versionTag(row.version)).send(viewOpportunity(row));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/opportunities/:opportunityId/stage',
      config: editing,
      schema: {
        operationId: 'moveOpportunity',
        summary: 'Move an opportunity to another stage',
        tags,
        params: OpportunityParams,
        body: MoveBody,
        response: { 200: OpportunityView },
      },
      handler: async (request, reply) => {
        const input = { ...request.body, expectedVersion: expectedVersion(request) };
        const row = await opportunities.move(personOf(request), request.params.opportunityId, input);
        return reply.header('etag', versionTag(row.version)).send(viewOpportunity(row));
      },
    });
  };
}
