import { type HttpApp, personOf, problemResponse, sourceOf } from '@nexus/http';
import { ForbiddenError } from '@nexus/kernel';
import { z } from 'zod';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';
import { handOver } from './hand-over.routes.ts';
import type { RelyingParty } from './passkeys.service.ts';

/** Keys of devices: one's own, and signing in with them. */
export function passkeyRoutes(app: HttpApp, service: AccountsService): void {
  const atScreen = { access: 'session' as const, interactive: true };
  const tags = ['passkeys'];

  app.get(
    '/api/v1/me/passkeys',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'listPasskeys',
        summary: 'One’s own keys',
        response: { 200: z.object({ items: z.array(schemas.PasskeySchema) }) },
      },
    },
    async (request) => ({ items: await service.listPasskeys(personOf(request)) }),
  );

  app.post(
    '/api/v1/me/passkeys/options',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'beginPasskey',
        summary: 'What a browser needs to make a key',
        body: schemas.OwnPasswordBody,
        response: { 200: schemas.NewPasskeyOptionsSchema, 403: problemResponse(403) },
      },
    },
    async (request) => ({
      ...(await service.beginPasskey(
        personOf(request),
        request.body,
        relyingPartyOf(request.headers.origin, request.headers.host),
        sourceOf(request),
      )),
    }),
  );

  app.post(
    '/api/v1/me/passkeys',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'addPasskey',
        summary: 'Keep a key that the browser made',
        description: 'Safe to repeat: the challenge in it works once.',
        body: schemas.NewPasskeyBody,
        response: { 204: schemas.NoContent, 403: problemResponse(403) },
      },
    },
    async (request, reply) => {
      const { name, response } = request.body;
      const rp = relyingPartyOf(request.headers.origin, request.headers.host);
      await service.addPasskey(personOf(request), { name, response: { ...response, clientExtensionResults: {} } }, rp);
      return reply.code(204).send();
    },
  );

  app.patch(
    '/api/v1/me/passkeys/:passkeyId',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'renamePasskey',
        summary: 'Give one of one’s own keys another name',
        params: schemas.PasskeyParams,
        body: schemas.PasskeyNameBody,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.renamePasskey(personOf(request), request.params.passkeyId, request.body.name);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/me/passkeys/:passkeyId',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'removePasskey',
        summary: 'Remove one of one’s own keys',
        params: schemas.PasskeyParams,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.removePasskey(personOf(request), request.params.passkeyId);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/session/passkey/options',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'beginPasskeySignIn',
        summary: 'What a browser needs to look for a key',
        response: { 200: schemas.PasskeySignInOptionsSchema },
      },
    },
    async (request) => ({
      ...(await service.beginPasskeySignIn(relyingPartyOf(request.headers.origin, request.headers.host))),
    }),
  );

  app.post(
    '/api/v1/session/passkey',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'signInWithPasskey',
        summary: 'Sign in with a key; the session comes as a cookie',
        body: schemas.PasskeySignInBody,
        response: { 201: schemas.SignedInSchema, 401: problemResponse(401) },
      },
    },
    async (request, reply) => {
      const { id, rawId, type, response } = request.body.response;
      const { userHandle, ...signed } = response;
      const given = { ...signed, ...(userHandle === undefined ? {} : { userHandle }) };
      const entered = await service.signInWithPasskey(
        { id, rawId, type, response: given, clientExtensionResults: {} },
        relyingPartyOf(request.headers.origin, request.headers.host),
        sourceOf(request),
      );
      return reply.code(201).send(await handOver(request, reply, service, entered));
    },
  );
}

/** The page's own address, which must be that of the request: a key of one name does not open another. */
function relyingPartyOf(origin: string | undefined, host: string | undefined): RelyingParty {
  const url = origin !== undefined && URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || url.host !== host?.toLowerCase())
    throw new ForbiddenError('Keys work from the page of this server only.');
  return { id: url.hostname, origin: url.origin };
}
