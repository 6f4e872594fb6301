import { type HttpApp, personOf, problemResponse, sourceOf } from '@nexus/http';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';

/** The way back from a forgotten password. */
export function passwordResetRoutes(app: HttpApp, service: AccountsService): void {
  const atScreen = { access: 'session' as const, interactive: true };
  const tags = ['people'];
  const params = schemas.PersonParams;

  app.post(
    '/api/v1/people/:personId/password-reset',
    {
      config: { ...atScreen, idempotent: true },
      schema: {
        tags,
        operationId: 'issuePasswordReset',
        summary: 'A one-time link for somebody who forgot their password',
        description: 'Under production another administrator or an officer has to approve it before it works.',
        params,
        response: { 201: schemas.NewPasswordResetSchema, 409: problemResponse(409) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await service.issueReset(personOf(request), request.params.personId)),
  );

  app.get(
    '/api/v1/people/:personId/password-reset',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'getPasswordReset',
        summary: 'Whether a link for a new password is open',
        params,
        response: { 200: schemas.OpenPasswordResetSchema },
      },
    },
    async (request) => ({ open: await service.getReset(personOf(request), request.params.personId) }),
  );

  app.post(
    '/api/v1/people/:personId/password-reset/approval',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'approvePasswordReset',
        summary: 'Say yes to a link that somebody else issued',
        params,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.approveReset(personOf(request), request.params.personId);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/people/:personId/password-reset',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'voidPasswordReset',
        summary: 'Take an open link back',
        params,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.voidReset(personOf(request), request.params.personId);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/password-resets/use',
    {
      config: { access: 'public' },
      schema: {
        tags: ['session'],
        operationId: 'usePasswordReset',
        summary: 'Choose a new password with the one-time link; every session ends, none begins',
        body: schemas.JoinBody,
        response: { 204: schemas.NoContent, 403: problemResponse(403) },
      },
    },
    async (request, reply) => {
      await service.applyReset(request.body, sourceOf(request));
      return reply.code(204).send();
    },
  );
}
