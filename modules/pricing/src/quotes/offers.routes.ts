import { type HttpApp, personOf, sendFile } from '@nexus/http';
import type { BusinessCalendar, Clock } from '@nexus/kernel';
import { z } from 'zod';
import { QuoteNotFoundError } from '../pricing.errors.ts';
import { setQuote } from '../print/quote-paper.ts';
import type { Offer, OffersService } from './offers.service.ts';
import {
  AcceptByLinkBody,
  DeclineByLinkBody,
  OfferView,
  OrderView,
  QuoteVersionParams,
  TokenBody,
} from './quotes.schemas.ts';
import type { QuotesService } from './quotes.service.ts';
import { viewOffer, viewOrder } from './quotes.view.ts';

const tags = ['quotes'];
// The token comes in the body: addresses end up in logs and histories.
const open = { access: 'public' as const };

type Services = { quotes: QuotesService; offers: OffersService; clock: Clock; calendar: BusinessCalendar };

/** What a customer without an account does with the link, and the quote on paper. */
export function offersRoutes({ quotes, offers, clock, calendar }: Services) {
  const moment = () => ({ now: clock.now(), dayOf: calendar.dayOf });
  const paperOf = (offer: Offer, language: 'es' | 'en') => setQuote(offer, { language, calendar });

  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/offers/view',
      config: open,
      schema: {
        operationId: 'viewOffer',
        summary: 'The quote that a link leads to',
        tags,
        body: TokenBody,
        response: { 200: OfferView },
      },
      handler: async (request, reply) =>
        reply.header('cache-control', 'no-store').send(viewOffer(await offers.open(request.body.token), moment())),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/offers/acceptance',
      config: open,
      schema: {
        operationId: 'acceptOffer',
        summary: 'Accept the quote of a link: once, by one',
        tags,
        body: AcceptByLinkBody,
        response: { 201: OrderView },
      },
      handler: async (request, reply) => {
        const { token, ...acceptance } = request.body;
        return reply.status(201).send(viewOrder(await offers.acceptByLink(token, acceptance)));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/offers/refusal',
      config: open,
      schema: {
        operationId: 'declineOffer',
        summary: 'Decline the quote of a link',
        tags,
        body: DeclineByLinkBody,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await offers.declineByLink(request.body.token, request.body.reason);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/offers/pdf',
      config: open,
      schema: {
        operationId: 'printOffer',
        summary: 'The quote of a link as a PDF',
        tags,
        body: TokenBody,
        response: { 200: z.any().describe('The file') },
      },
      handler: async (request, reply) => {
        const offer = await offers.open(request.body.token);
        const file = await paperOf(offer, offer.quote.language);
        return sendFile(reply, {
          name: `${offer.quote.number}.pdf`,
          type: 'application/pdf',
          bytes: file,
          inline: true,
        });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/quotes/:quoteId/versions/:number/pdf',
      config: { access: 'session' },
      schema: {
        operationId: 'printQuote',
        summary: 'A version of a quote as a PDF',
        tags,
        params: QuoteVersionParams,
        querystring: z.object({ language: z.enum(['es', 'en']).optional().describe("The quote's without it") }),
        response: { 200: z.any().describe('The file') },
      },
      handler: async (request, reply) => {
        const { quoteId, number } = request.params;
        const { quote, versions } = await quotes.get(personOf(request), quoteId);
        const version = versions.find((one) => one.number === number);
        if (version === undefined) throw new QuoteNotFoundError();
        const file = await paperOf(
          { quote, version, content: version.content },
          request.query.language ?? quote.language,
        );
        return sendFile(reply, {
          name: `${quote.number}-v${number}.pdf`,
          type: 'application/pdf',
          bytes: file,
          inline: true,
        });
      },
    });
  };
}
