import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { Day, DiscountLimitView, NewTaxRateBody, Ppm, TaxRateView } from './catalogue.schemas.ts';
import { viewTaxRate } from './catalogue.view.ts';
import type { TaxesService } from './taxes.service.ts';

const tags = ['catalogue'];
const session = { access: 'session' as const };

export function taxesRoutes(service: TaxesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/tax-rates',
      config: session,
      schema: {
        operationId: 'listTaxRates',
        summary: 'Tax rates by country and region, with their days',
        tags,
        response: { 200: z.object({ items: z.array(TaxRateView) }) },
      },
      handler: async (request) => ({ items: (await service.list(personOf(request))).map(viewTaxRate) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/tax-rates',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'createTaxRate',
        summary: 'Enter a tax rate from a day on',
        tags,
        body: NewTaxRateBody,
        response: { 201: TaxRateView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewTaxRate(await service.create(personOf(request), request.body))),
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/tax-rates/:rateId',
      config: session,
      schema: {
        operationId: 'endTaxRate',
        summary: 'End an open tax rate',
        tags,
        params: z.object({ rateId: z.uuid() }),
        body: z.object({ validUntil: Day.describe('The first day without it') }),
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.end(personOf(request), request.params.rateId, request.body.validUntil);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/discount-limits',
      config: session,
      schema: {
        operationId: 'listDiscountLimits',
        summary: 'Up to which discount each role needs nobody else',
        tags,
        response: { 200: z.object({ items: z.array(DiscountLimitView) }) },
      },
      handler: async (request) => ({ items: await service.limits(personOf(request)) }),
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/discount-limits/:role',
      config: session,
      schema: {
        operationId: 'setDiscountLimit',
        summary: 'Set the discount that a role gives alone',
        tags,
        params: z.object({ role: z.string().max(40) }),
        body: z.object({ limitPpm: Ppm }),
        response: { 200: DiscountLimitView },
      },
      handler: async (request) => service.setLimit(personOf(request), request.params.role, request.body.limitPpm),
    });
  };
}
