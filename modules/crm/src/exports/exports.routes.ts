import { Readable } from 'node:stream';
import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { OpportunitiesQuery } from '../opportunities/opportunities.schemas.ts';
import type { ExportsService } from './exports.service.ts';

const tags = ['exports'];
const session = { access: 'session' as const };
const csv = { 200: z.unknown().describe('text/csv in UTF-8') };
const ExportQuery = OpportunitiesQuery.omit({ cursor: true, limit: true, sort: true, order: true });

export function exportsRoutes(exports: ExportsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/exports/opportunities',
      config: session,
      schema: {
        operationId: 'exportOpportunities',
        summary: 'Opportunities as CSV, with the filters of the list',
        tags,
        querystring: ExportQuery,
        response: csv,
      },
      handler: async (request, reply) => {
        const { partnerId, ...filter } = request.query;
        const partners = partnerId === undefined ? {} : { partnerIds: [partnerId] };
        return reply
          .header('content-disposition', 'attachment; filename="opportunities.csv"')
          .type('text/csv; charset=utf-8')
          .send(Readable.from(exports.opportunities(personOf(request), { ...filter, ...partners })));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/exports/customers',
      config: session,
      schema: {
        operationId: 'exportCustomers',
        summary: 'Customers as CSV',
        tags,
        querystring: z.object({ text: z.string().trim().max(200).optional() }),
        response: csv,
      },
      handler: async (request, reply) =>
        reply
          .header('content-disposition', 'attachment; filename="customers.csv"')
          .type('text/csv; charset=utf-8')
          .send(Readable.from(exports.customers(personOf(request), request.query.text))),
    });
  };
}
