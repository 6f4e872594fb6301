import { expectedVersion, type HttpApp, pageSchema, personOf } from '@nexus/http';
import type { BusinessCalendar, Clock } from '@nexus/kernel';
import { z } from 'zod';
import type { DiscountsService } from './discounts.service.ts';
import type { OffersService } from './offers.service.ts';
import {
  AcceptanceBody,
  CalculationBody,
  CalculationView,
  DecisionBody,
  NewQuoteBody,
  OrderView,
  QuoteListView,
  QuoteParams,
  QuoteQuery,
  QuoteView,
  ReasonBody,
  SentQuoteView,
  TermsBody,
} from './quotes.schemas.ts';
import type { QuotesService } from './quotes.service.ts';
import { viewCalculation, viewListing, viewOrder, viewQuote } from './quotes.view.ts';

const tags = ['quotes'];
const session = { access: 'session' as const };
const creates = { ...session, idempotent: true };

type Services = {
  quotes: QuotesService;
  discounts: DiscountsService;
  offers: OffersService;
  clock: Clock;
  calendar: BusinessCalendar;
};

export function quotesRoutes({ quotes, discounts, offers, clock, calendar }: Services) {
  const moment = () => ({ now: clock.now(), dayOf: calendar.dayOf });
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/quotes',
      config: session,
      schema: {
        operationId: 'listQuotes',
        summary: 'Quotes that you may see, newest first',
        tags,
        querystring: QuoteQuery,
        response: { 200: pageSchema(QuoteListView) },
      },
      handler: async (request) => {
        const { cursor, limit, awaitingApproval, ...filter } = request.query;
        const wanted = { ...filter, isAwaitingApproval: awaitingApproval };
        const page = await quotes.list(personOf(request), wanted, { cursor, limit });
        return { ...page, items: page.items.map((row) => viewListing(row, moment())) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes',
      config: creates,
      schema: {
        operationId: 'createQuote',
        summary: 'Draft a quote',
        tags,
        body: NewQuoteBody,
        response: { 201: QuoteView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewQuote(await quotes.create(personOf(request), request.body), moment())),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quote-calculations',
      config: session,
      schema: {
        operationId: 'calculateQuote',
        summary: 'What items would cost today; nothing is kept',
        tags,
        body: CalculationBody,
        response: { 200: CalculationView },
      },
      handler: async (request) => {
        const { content, currency, ...sums } = await quotes.calculate(personOf(request), request.body);
        return viewCalculation(sums, content, currency);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/quotes/:quoteId',
      config: session,
      schema: {
        operationId: 'getQuote',
        summary: 'A quote with all its versions',
        tags,
        params: QuoteParams,
        response: { 200: QuoteView },
      },
      handler: async (request, reply) => {
        const found = await quotes.get(personOf(request), request.params.quoteId);
        return reply.header('etag', `"v${found.versions[0]!.revision}"`).send(viewQuote(found, moment()));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/quotes/:quoteId/draft',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'saveQuoteDraft',
        summary: 'Rewrite the version in work; an approved discount has to be approved again',
        tags,
        params: QuoteParams,
        body: TermsBody,
        response: { 200: QuoteView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { quoteId } = request.params;
        const revision = expectedVersion(request) ?? (await quotes.get(actor, quoteId)).versions[0]!.revision;
        const saved = await quotes.save(actor, quoteId, revision, request.body);
        return reply.header('etag', `"v${saved.versions[0]!.revision}"`).send(viewQuote(saved, moment()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/versions',
      config: creates,
      schema: {
        operationId: 'addQuoteVersion',
        summary: 'A new draft with what the newest version has, at today’s prices',
        tags,
        params: QuoteParams,
        body: z.object({ terms: TermsBody.nullable().default(null).describe('Null: as before') }),
        response: { 201: QuoteView },
      },
      handler: async (request, reply) => {
        const made = await quotes.addVersion(personOf(request), request.params.quoteId, request.body.terms);
        return reply.status(201).send(viewQuote(made, moment()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/approval-request',
      config: creates,
      schema: {
        operationId: 'askQuoteApproval',
        summary: 'Ask for a discount above your limit',
        tags,
        params: QuoteParams,
        body: ReasonBody,
        response: { 201: QuoteView },
      },
      handler: async (request, reply) => {
        const asked = await discounts.ask(personOf(request), request.params.quoteId, request.body.reason);
        return reply.status(201).send(viewQuote(asked, moment()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/approval',
      config: creates,
      schema: {
        operationId: 'decideQuoteApproval',
        summary: 'Approve or refuse a discount that another person asked for',
        tags,
        params: QuoteParams,
        body: DecisionBody,
        response: { 201: QuoteView },
      },
      handler: async (request, reply) => {
        const decided = await discounts.decide(personOf(request), request.params.quoteId, request.body);
        return reply.status(201).send(viewQuote(decided, moment()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/sending',
      // Not replayed: the token is shown once and kept nowhere.
      config: session,
      schema: {
        operationId: 'sendQuote',
        summary: 'Fix the version in work and get the link for the customer; what was sent before is out of force',
        tags,
        params: QuoteParams,
        response: { 201: SentQuoteView },
      },
      handler: async (request, reply) => {
        const { token, ...sent } = await offers.send(personOf(request), request.params.quoteId);
        return reply.status(201).send({ ...viewQuote(sent, moment()), token });
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/acceptance',
      config: creates,
      schema: {
        operationId: 'acceptQuote',
        summary: 'Enter the customer’s acceptance of what was sent last',
        tags,
        params: QuoteParams,
        body: AcceptanceBody,
        response: { 201: OrderView },
      },
      handler: async (request, reply) => {
        const order = await offers.acceptInPortal(personOf(request), request.params.quoteId, request.body);
        return reply.status(201).send(viewOrder(order));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/quotes/:quoteId/cancellation',
      config: creates,
      schema: {
        operationId: 'cancelQuote',
        summary: 'Withdraw a quote: its link no longer accepts anything',
        tags,
        params: QuoteParams,
        body: ReasonBody,
        response: { 201: QuoteView },
      },
      handler: async (request, reply) => {
        const cancelled = await quotes.cancel(personOf(request), request.params.quoteId, request.body.reason);
        return reply.status(201).send(viewQuote(cancelled, moment()));
      },
    });
  };
}
