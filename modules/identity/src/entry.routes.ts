import { cookieName, type HttpApp, type HttpReply, type HttpRequest, problemResponse, sourceOf } from '@nexus/http';
import { z } from 'zod';
import { SourceNotFoundError, SourceUnavailableError } from './identity.errors.ts';
import type { PeoplePort } from './identity.parts.ts';
import type { IdentityService } from './identity.service.ts';
import { ProviderFault } from './provider/provider-client.ts';
import { callbackPath } from './provider/provider-sign-in.service.ts';

const WaysSchema = z
  .object({
    passwords: z.boolean().describe('Whether everybody may sign in with a password of this server'),
    directories: z.array(z.object({ id: z.uuid(), name: z.string() })),
    providers: z.array(z.object({ id: z.uuid(), name: z.string() })),
    card: z.object({ name: z.string(), isPresent: z.boolean() }).nullable(),
  })
  .meta({ id: 'WaysIn' });
const SignedIn = z.looseObject({}).describe('As of signing in with a password');
const Code = z.string().trim().min(1).max(40);
const minutes = 10;

/** Coming in by a directory, a provider or a card. */
export function entryRoutes(app: HttpApp, service: IdentityService, people: PeoplePort): void {
  const open = { access: 'public' as const };
  const tags = ['sign-in'];
  const secure = app.sessionCookie.secure;
  const flowCookie = cookieName('nexus_flow', secure);
  const ticketCookie = cookieName('nexus_ticket', secure);
  // Lax, because the provider sends the browser back from another site. It opens nothing by itself.
  const lasting = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure };
  const forget = (reply: HttpReply, name: string) => void reply.clearCookie(name, lasting);

  app.get(
    '/api/v1/session/ways',
    {
      config: open,
      schema: { tags, operationId: 'listWaysIn', summary: 'How one can sign in here', response: { 200: WaysSchema } },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const sources = await service.sources.listActive();
      const named = (kind: 'directory' | 'provider') =>
        sources.filter((source) => source.kind === kind).map(({ id, settings }) => ({ id, name: settings.name }));
      const cards = sources.find((source) => source.kind === 'cards');
      const takesCards = cards?.kind === 'cards' && cards.settings.use !== 'second';
      const isPresent = app.clientCertificate(request)?.fault === null;
      return {
        passwords: await people.arePasswordsOffered(),
        directories: named('directory'),
        providers: named('provider'),
        card: takesCards ? { name: cards.settings.name, isPresent } : null,
      };
    },
  );

  app.post(
    '/api/v1/session/directory',
    {
      config: open,
      schema: {
        tags,
        operationId: 'signInWithDirectory',
        summary: 'Sign in with an account of the directory; the session comes as a cookie',
        body: z.object({
          sourceId: z.uuid(),
          username: z.string().max(254),
          password: z.string().max(1_000),
          code: Code.optional(),
        }),
        response: { 201: SignedIn, 401: problemResponse(401), 404: problemResponse(404) },
      },
    },
    async (request, reply) => {
      const { sourceId, ...credentials } = request.body;
      const directory = await service.sources.findActive('directory', sourceId);
      if (directory === null) throw new SourceNotFoundError('There is no such directory.');
      const entered = await service.signInWithDirectory(directory, credentials, sourceOf(request));
      return reply.code(201).send(await people.handOver(request, reply, entered));
    },
  );

  app.post(
    '/api/v1/session/card',
    {
      config: open,
      schema: {
        tags,
        operationId: 'signInWithCard',
        summary: 'Sign in with the certificate of this connection',
        response: { 201: SignedIn, 401: problemResponse(401), 404: problemResponse(404) },
      },
    },
    async (request, reply) => {
      const cards = await service.sources.findActive('cards');
      if (cards === null) throw new SourceNotFoundError('No cards are taken here.');
      const entered = await service.signInWithCard(cards, app.clientCertificate(request), sourceOf(request));
      return reply.code(201).send(await people.handOver(request, reply, entered));
    },
  );

  app.get(
    '/api/v1/session/provider/:sourceId/start',
    {
      config: open,
      schema: {
        tags,
        operationId: 'startAtProvider',
        summary: 'On to the provider; it sends the browser back',
        params: z.object({ sourceId: z.uuid() }),
        querystring: z.object({ to: z.string().max(1_000).default('/') }),
        response: { 302: z.undefined().describe('To the provider'), 404: problemResponse(404) },
      },
    },
    async (request, reply) => {
      const provider = await service.sources.findActive('provider', request.params.sourceId);
      if (provider === null) throw new SourceNotFoundError('There is no such provider.');
      const origin = `${secure ? 'https' : 'http'}://${request.headers.host}`;
      const begun = await service
        .beginAtProvider(provider, { origin, returnTo: request.query.to })
        .catch((error: unknown) => {
          if (!(error instanceof ProviderFault)) throw error;
          throw new SourceUnavailableError('The provider does not answer. Try again later.', { cause: error });
        });
      reply.setCookie(flowCookie, begun.flow, { ...lasting, maxAge: minutes * 60 });
      return reply.header('cache-control', 'no-store').redirect(begun.location, 302);
    },
  );

  app.get(
    callbackPath,
    {
      config: open,
      schema: {
        tags,
        operationId: 'returnFromProvider',
        summary: 'Where the provider sends the browser',
        response: { 303: z.undefined().describe('Back to the page') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const flowToken = request.cookies[flowCookie] ?? null;
      forget(reply, flowCookie);
      const query = request.url.split('?').slice(1).join('?');
      try {
        const findSource = (id: string) => service.sources.findActive('provider', id);
        const result = await service.returnFromProvider(findSource, { query, flowToken }, sourceOf(request));
        const to = encodeURIComponent(result.returnTo);
        if ('ticket' in result) {
          reply.setCookie(ticketCookie, result.ticket, { ...lasting, sameSite: 'strict', maxAge: minutes * 60 });
          return reply.redirect(`/sign-in?step=code&to=${to}`, 303);
        }
        await people.handOver(request, reply, result.entered);
        return reply.redirect(result.returnTo, 303);
      } catch (error) {
        // A person stands in front of this address, not a program: what went wrong is said on the page.
        if ((error as { status?: number }).status !== 401) throw error;
        return reply.redirect('/sign-in?failed=provider', 303);
      }
    },
  );

  app.post(
    '/api/v1/session/ticket',
    {
      config: open,
      schema: {
        tags,
        operationId: 'enterWithTicket',
        summary: 'The code of the second step, after the provider has vouched',
        body: z.object({ code: Code }),
        response: { 201: SignedIn, 401: problemResponse(401) },
      },
    },
    async (request, reply) => {
      const ticket = request.cookies[ticketCookie] ?? null;
      const entered = await service.enterWithTicket(ticket, request.body.code, sourceOf(request));
      forget(reply, ticketCookie);
      return reply.code(201).send(await people.handOver(request, reply, entered));
    },
  );

  backChannel(app, service);
}

/** A form from one server to another, in a corner of its own: nowhere else is a form taken. */
function backChannel(app: HttpApp, service: IdentityService): void {
  app.register(async (plain) => {
    const scoped = plain as HttpApp;
    scoped.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 65_536 },
      (_: HttpRequest, body: string | Buffer, done) =>
        done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
    );
    scoped.post(
      '/api/v1/session/provider/:sourceId/sign-out',
      {
        config: { access: 'public' },
        schema: {
          tags: ['sign-in'],
          operationId: 'signOutByProvider',
          summary: 'The provider says that somebody signed out there (back-channel logout)',
          params: z.object({ sourceId: z.uuid() }),
          body: z.object({ logout_token: z.string().min(1).max(20_000) }),
          response: { 200: z.undefined().describe('Done'), 400: problemResponse(400), 404: problemResponse(404) },
        },
      },
      async (request, reply) => {
        const provider = await service.sources.findActive('provider', request.params.sourceId);
        if (provider === null) throw new SourceNotFoundError('There is no such provider.');
        const isTaken = await service.signOutByProvider(provider, request.body.logout_token);
        return reply
          .header('cache-control', 'no-store')
          .code(isTaken ? 200 : 400)
          .send();
      },
    );
  });
}
