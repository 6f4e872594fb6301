import { type HttpApp, personOf, readMoney } from '@nexus/http';
import { z } from 'zod';
import {
  ClosedMonthView,
  GoalBody,
  GoalParams,
  MonthParams,
  MonthView,
  QuarterParams,
  RateBody,
  RateView,
} from './commissions.schemas.ts';
import type { CommissionsService } from './commissions.service.ts';
import { viewMonth, viewRate } from './commissions.view.ts';
import { ratioOf } from './sales/sale-body.ts';

const tags = ['commissions'];
const session = { access: 'session' as const };

export function monthsRoutes(service: CommissionsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/commission-months',
      config: session,
      schema: {
        operationId: 'listCommissionMonths',
        summary: 'Months with their state, newest first',
        tags,
        response: { 200: z.object({ items: z.array(MonthView) }) },
      },
      handler: async (request) => ({ items: (await service.listMonths(personOf(request))).map(viewMonth) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/commission-months/:month/close',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'closeCommissionMonth',
        summary: 'Settle tiers and true-ups, release what is due, make statements, and close the month for good',
        tags,
        params: MonthParams,
        response: { 200: ClosedMonthView },
      },
      handler: async (request) => await service.closeMonth(personOf(request), request.params.month),
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/commission-goals/:quarter/:partnerId',
      config: session,
      schema: {
        operationId: 'agreeQuarterGoal',
        summary: 'Agree a partner’s goal of a quarter; it changes until its bonus is decided',
        tags,
        params: GoalParams,
        body: GoalBody,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        const { minor: goalMinor, currency } = readMoney(request.body.goal);
        await service.agreeGoal(personOf(request), { ...request.params, currency, goalMinor });
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/commission-goals/:quarter/bonus',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'accrueQuarterBonus',
        summary: 'Decide the bonus of everybody with a goal in the quarter',
        tags,
        params: QuarterParams,
        response: { 200: z.object({ decided: z.number().int() }) },
      },
      handler: async (request) => ({
        decided: await service.accrueBonus(personOf(request), request.params.quarter),
      }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/exchange-rates',
      config: session,
      schema: {
        operationId: 'listExchangeRates',
        summary: 'Recorded rates, newest first',
        tags,
        response: { 200: z.object({ items: z.array(RateView) }) },
      },
      handler: async (request) => ({ items: (await service.listRates(personOf(request))).map(viewRate) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/exchange-rates',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'recordExchangeRate',
        summary: 'Record a rate with its source and moment',
        tags,
        body: RateBody,
        response: { 201: RateView },
      },
      handler: async (request, reply) => {
        const { rate, at, ...names } = request.body;
        const ratio = ratioOf(rate, names.base, names.quote);
        const recorded = await service.recordRate(personOf(request), { ...names, ...ratio, at: new Date(at) });
        return reply.status(201).send(viewRate(recorded));
      },
    });
  };
}
