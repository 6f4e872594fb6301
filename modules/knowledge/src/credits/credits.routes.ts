import { type HttpApp, pageSchema, personOf, readMoney } from '@nexus/http';
import { z } from 'zod';
import {
  BalanceQuery,
  BalanceView,
  DecisionBody,
  GoalView,
  NewGoalBody,
  NewWorkBody,
  PurchaseBody,
  PurchaseView,
  WorkParams,
  WorkQuery,
  WorkView,
} from '../knowledge.schemas.ts';
import { viewBalance, viewGoal, viewPurchase, viewWork } from '../knowledge.view.ts';
import type { CreditsService } from './credits.service.ts';

const tags = ['knowledge'];
const session = { access: 'session' as const };
const creates = { ...session, idempotent: true };

export function creditsRoutes(service: CreditsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-work',
      config: session,
      schema: {
        operationId: 'listKnowledgeWork',
        summary: 'Hours of work for credit, newest first',
        tags,
        querystring: WorkQuery,
        response: { 200: pageSchema(WorkView) },
      },
      handler: async (request) => {
        const { state, ...page } = request.query;
        const found = await service.listWork(personOf(request), { state }, page);
        return { ...found, items: found.items.map(viewWork) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-work',
      config: creates,
      schema: {
        operationId: 'askKnowledgeWork',
        summary: 'Enter hours of work, which another person confirms',
        tags,
        body: NewWorkBody,
        response: { 201: WorkView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewWork(await service.askForWork(personOf(request), request.body))),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-work/:workId/decision',
      config: creates,
      schema: {
        operationId: 'decideKnowledgeWork',
        summary: 'Confirm or refuse the work of somebody else; confirmed work becomes credit',
        tags,
        params: WorkParams,
        body: DecisionBody,
        response: { 201: WorkView },
      },
      handler: async (request, reply) => {
        const decided = await service.decideWork(personOf(request), request.params.workId, request.body);
        return reply.status(201).send(viewWork(decided));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-goals',
      config: session,
      schema: {
        operationId: 'listKnowledgeGoals',
        summary: 'Goals that give credit, and who reached them',
        tags,
        response: { 200: z.object({ items: z.array(GoalView) }) },
      },
      handler: async (request) => {
        const { goals, merits } = await service.listGoals(personOf(request));
        return { items: goals.map((goal) => viewGoal(goal, merits)) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-goals',
      config: creates,
      schema: {
        operationId: 'createKnowledgeGoal',
        summary: 'Add a goal that gives credit every month in which it is reached',
        tags,
        body: NewGoalBody,
        response: { 201: GoalView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewGoal(await service.createGoal(personOf(request), request.body), [])),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-credits/purchases',
      config: creates,
      schema: {
        operationId: 'recordKnowledgePurchase',
        summary: 'Give credit for money that was paid; the same external id is recorded once',
        tags,
        body: PurchaseBody,
        response: { 201: PurchaseView },
      },
      handler: async (request, reply) => {
        const { amount, ...rest } = request.body;
        const bought = await service.recordPurchase(personOf(request), { ...rest, amount: readMoney(amount) });
        return reply.status(201).send(viewPurchase(bought));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-credits',
      config: session,
      schema: {
        operationId: 'listKnowledgeCredits',
        summary: 'The credit of the organisations that you act for',
        tags,
        querystring: BalanceQuery,
        response: { 200: z.object({ items: z.array(BalanceView) }) },
      },
      handler: async (request) => ({
        items: (await service.balances(personOf(request), request.query.currency)).map(viewBalance),
      }),
    });
  };
}
