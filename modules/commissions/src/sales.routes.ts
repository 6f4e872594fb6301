import { type HttpApp, personOf } from '@nexus/http';
import { Recorded, RefundBody, RefundRecorded, SaleBody, SaleParams } from './commissions.schemas.ts';
import type { CommissionsService } from './commissions.service.ts';
import { refundOf, saleOf } from './sales/sale-body.ts';

const tags = ['commissions'];

export function salesRoutes(service: CommissionsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/sales',
      config: { access: 'session', idempotent: true },
      schema: {
        operationId: 'recordSale',
        summary: 'Record a paid sale and accrue what it pays',
        tags,
        body: SaleBody,
        response: { 201: Recorded },
      },
      handler: async (request, reply) =>
        reply.status(201).send(await service.recordSale(personOf(request), saleOf(request.body))),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/sales/:saleExternalId/refunds',
      config: { access: 'session', idempotent: true },
      schema: {
        operationId: 'refundSale',
        summary: 'Record a refund and take its part of every commission back',
        tags,
        params: SaleParams,
        body: RefundBody,
        response: { 201: RefundRecorded },
      },
      handler: async (request, reply) => {
        const refund = refundOf(request.params.saleExternalId, request.body);
        return reply.status(201).send(await service.refundSale(personOf(request), refund));
      },
    });
  };
}
