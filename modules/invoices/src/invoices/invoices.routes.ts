import { type HttpApp, pageSchema, personOf, readMoney, sendFile } from '@nexus/http';
import { z } from 'zod';
import { csvOfInvoices } from '../print/invoices-csv.ts';
import {
  AgingView,
  CreditNoteBody,
  ExportQuery,
  InvoiceHeadView,
  InvoiceParams,
  InvoiceQuery,
  InvoiceView,
  NewInvoiceBody,
  PaymentBody,
  ScheduleView,
} from './invoices.schemas.ts';
import type { InvoicesService } from './invoices.service.ts';
import { viewAging, viewHead, viewInvoice, viewSchedule } from './invoices.view.ts';

const tags = ['invoices'];
const session = { access: 'session' as const };
const creates = { ...session, idempotent: true };

export function invoicesRoutes(service: InvoicesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/invoices',
      config: session,
      schema: {
        operationId: 'listInvoices',
        summary: 'Invoices that you may see, newest first',
        tags,
        querystring: InvoiceQuery,
        response: { 200: pageSchema(InvoiceHeadView) },
      },
      handler: async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const page = await service.list(personOf(request), filter, { cursor, limit });
        return { ...page, items: page.items.map((row) => viewHead(row, service.today())) };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/invoices/aging',
      config: session,
      schema: {
        operationId: 'getInvoiceAging',
        summary: 'What is still owed, by currency and by how long it is overdue',
        tags,
        response: { 200: AgingView },
      },
      handler: async (request) => viewAging(await service.aging(personOf(request))),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/invoices/export',
      config: session,
      schema: {
        operationId: 'exportInvoices',
        summary: 'Invoices as a table for spreadsheets',
        tags,
        querystring: ExportQuery,
        response: { 200: z.any().describe('CSV') },
      },
      handler: async (request, reply) => {
        const { language, ...filter } = request.query;
        const rows = await service.forExport(personOf(request), filter);
        const bytes = csvOfInvoices(rows, service.today(), language);
        return sendFile(reply, { name: `invoices-${service.today()}.csv`, type: 'text/csv; charset=utf-8', bytes });
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/invoices',
      config: creates,
      schema: {
        operationId: 'draftInvoice',
        summary: 'Draft an invoice by hand',
        tags,
        body: NewInvoiceBody,
        response: { 201: InvoiceView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewInvoice(await service.draft(personOf(request), request.body), service.today())),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/invoices/:invoiceId',
      config: session,
      schema: {
        operationId: 'getInvoice',
        summary: 'An invoice with its payments and credit notes',
        tags,
        params: InvoiceParams,
        response: { 200: InvoiceView },
      },
      handler: async (request) =>
        viewInvoice(await service.get(personOf(request), request.params.invoiceId), service.today()),
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/invoices/:invoiceId',
      config: session,
      schema: {
        operationId: 'discardInvoice',
        summary: 'Discard a draft',
        tags,
        params: InvoiceParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.discard(personOf(request), request.params.invoiceId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/invoices/:invoiceId/issue',
      config: creates,
      schema: {
        operationId: 'issueInvoice',
        summary: 'Number and date a draft, which then never changes',
        tags,
        params: InvoiceParams,
        response: { 201: InvoiceView },
      },
      handler: async (request, reply) => {
        const issued = await service.issue(personOf(request), request.params.invoiceId);
        return reply.status(201).send(viewInvoice(issued, service.today()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/invoices/:invoiceId/payments',
      config: creates,
      schema: {
        operationId: 'recordPayment',
        summary: 'Record a payment, in part or whole; the same external id is recorded once',
        tags,
        params: InvoiceParams,
        body: PaymentBody,
        response: { 201: InvoiceView },
      },
      handler: async (request, reply) => {
        const { amount, paidAt, ...rest } = request.body;
        const payment = { ...rest, amount: readMoney(amount), paidAt: new Date(paidAt) };
        const paid = await service.pay(personOf(request), request.params.invoiceId, payment);
        return reply.status(201).send(viewInvoice(paid, service.today()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/invoices/:invoiceId/credit-notes',
      config: creates,
      schema: {
        operationId: 'writeCreditNote',
        summary: 'Credit what is owed or refund what was paid, by line; the same external id is written once',
        tags,
        params: InvoiceParams,
        body: CreditNoteBody,
        response: { 201: InvoiceView },
      },
      handler: async (request, reply) => {
        const written = await service.credit(personOf(request), request.params.invoiceId, request.body);
        return reply.status(201).send(viewInvoice(written, service.today()));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/orders/:orderId/invoice-schedules',
      config: session,
      schema: {
        operationId: 'listInvoiceSchedules',
        summary: 'The instalments of an order, with the invoices that they became',
        tags,
        params: z.object({ orderId: z.uuid() }),
        response: { 200: z.object({ items: z.array(ScheduleView) }) },
      },
      handler: async (request) => ({
        items: (await service.schedulesOf(personOf(request), request.params.orderId)).map(viewSchedule),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/invoice-schedules/:scheduleId/entries/:ordinal/milestone',
      config: creates,
      schema: {
        operationId: 'reachMilestone',
        summary: 'Report that a milestone was reached: its instalment is invoiced',
        tags,
        params: z.object({ scheduleId: z.uuid(), ordinal: z.coerce.number().int().min(1).max(1000) }),
        response: { 201: InvoiceView },
      },
      handler: async (request, reply) => {
        const { scheduleId, ordinal } = request.params;
        const issued = await service.reachMilestone(personOf(request), scheduleId, ordinal);
        return reply.status(201).send(viewInvoice(issued, service.today()));
      },
    });
  };
}
