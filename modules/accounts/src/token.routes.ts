import { type HttpApp, personOf, problemResponse } from '@nexus/http';
import { z } from 'zod';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';

/** Access tokens for programs. */
export function tokenRoutes(app: HttpApp, service: AccountsService): void {
  const atScreen = { access: 'session' as const, interactive: true };
  const tags = ['access tokens'];

  app.get(
    '/api/v1/tokens',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'One’s own access tokens, newest first',
        response: { 200: z.object({ items: z.array(schemas.AccessTokenSchema) }) },
      },
    },
    async (request) => ({ items: await service.listTokens(personOf(request)) }),
  );

  app.post(
    '/api/v1/tokens',
    {
      config: { ...atScreen, idempotent: true },
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'Create an access token for a program',
        body: schemas.TokenBody,
        response: { 201: schemas.NewAccessTokenSchema, 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const token = await service.createToken(personOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/tokens/${token.id}`).send(token);
    },
  );

  app.delete(
    '/api/v1/tokens/:tokenId',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'Revoke one of one’s own access tokens',
        params: schemas.TokenParams,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.revokeToken(personOf(request), request.params.tokenId);
      return reply.code(204).send();
    },
  );
}
