import { type HttpApp, personOf } from '@nexus/http';
import { decodeCursor } from '@nexus/kernel';
import {
  ApproveDealBody,
  DealPage,
  DealParams,
  DealsQuery,
  DealView,
  NewDealBody,
  ReasonBody,
  RejectDealBody,
} from './deals.schemas.ts';
import type { DealsService } from './deals.service.ts';
import { viewDeal, viewListedDeal } from './deals.view.ts';

const tags = ['deals'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

export function dealsRoutes(deals: DealsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/deals',
      config: session,
      schema: {
        operationId: 'listDeals',
        summary: 'Registrations, newest first',
        tags,
        querystring: DealsQuery,
        response: { 200: DealPage },
      },
      handler: async (request) => {
        const { cursor, overdue, ...filter } = request.query;
        const [submittedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, 2).map(String);
        const after = submittedAt === undefined || id === undefined ? undefined : { submittedAt, id };
        const page = await deals.list(personOf(request), { ...filter, isOverdue: overdue, after });
        return { items: page.items.map(viewListedDeal), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals',
      config: creating,
      schema: {
        operationId: 'registerDeal',
        summary: 'Register a deal; whoever registers a customer first for a product line is protected',
        tags,
        body: NewDealBody,
        response: { 201: DealView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewDeal(await deals.submit(personOf(request), request.body))),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/deals/:dealId',
      config: session,
      schema: {
        operationId: 'getDeal',
        summary: 'One registration with its decisions',
        tags,
        params: DealParams,
        response: { 200: DealView },
      },
      handler: async (request) => viewDeal(await deals.get(personOf(request), request.params.dealId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals/:dealId/review',
      config: creating,
      schema: {
        operationId: 'reviewDeal',
        summary: 'Begin the review of a registration',
        tags,
        params: DealParams,
        response: { 200: DealView },
      },
      handler: async (request) => viewDeal(await deals.startReview(personOf(request), request.params.dealId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals/:dealId/approve',
      config: creating,
      schema: {
        operationId: 'approveDeal',
        summary: 'Protect a registration, and open its opportunity',
        tags,
        params: DealParams,
        body: ApproveDealBody,
        response: { 200: DealView },
      },
      handler: async (request) =>
        viewDeal(await deals.approve(personOf(request), request.params.dealId, request.body.reason ?? null)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals/:dealId/reject',
      config: creating,
      schema: {
        operationId: 'rejectDeal',
        summary: 'Refuse a registration, with the reason',
        tags,
        params: DealParams,
        body: RejectDealBody,
        response: { 200: DealView },
      },
      handler: async (request) => viewDeal(await deals.reject(personOf(request), request.params.dealId, request.body)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals/:dealId/extend',
      config: creating,
      schema: {
        operationId: 'extendDeal',
        summary: 'Extend the protection of a registration',
        tags,
        params: DealParams,
        body: ReasonBody,
        response: { 200: DealView },
      },
      handler: async (request) =>
        viewDeal(await deals.extend(personOf(request), request.params.dealId, request.body.reason)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/deals/:dealId/withdraw',
      config: creating,
      schema: {
        operationId: 'withdrawDeal',
        summary: 'Withdraw a registration',
        tags,
        params: DealParams,
        body: ReasonBody,
        response: { 200: DealView },
      },
      handler: async (request) =>
        viewDeal(await deals.withdraw(personOf(request), request.params.dealId, request.body.reason)),
    });
  };
}
