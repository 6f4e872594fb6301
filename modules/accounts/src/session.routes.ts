import { clearSessionCookie, type HttpApp, personOf, problemResponse, sourceOf } from '@nexus/http';
import { z } from 'zod';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';
import { handOver } from './hand-over.routes.ts';

/** Coming in, going out, and what concerns the signed-in person alone. */
export function sessionRoutes(app: HttpApp, service: AccountsService): void {
  const open = { config: { access: 'public' as const } };
  const signedIn = { config: { access: 'session' as const } };
  const atScreen = { config: { access: 'session' as const, interactive: true } };
  const setup = { tags: ['setup'] };
  const session = { tags: ['session'] };

  app.get(
    '/api/v1/setup',
    {
      ...open,
      schema: {
        ...setup,
        operationId: 'getSetupState',
        summary: 'Whether the first person is still to come',
        response: { 200: schemas.SetupState },
      },
    },
    async () => ({ needed: await service.isSetupNeeded() }),
  );

  app.post(
    '/api/v1/setup',
    {
      ...open,
      schema: {
        ...setup,
        operationId: 'setUp',
        summary: 'Become the first administrator with the one-time link',
        body: schemas.SetupBody,
        response: { 201: schemas.SignedInSchema, 403: problemResponse(403) },
      },
    },
    async (request, reply) => {
      const result = await service.setUp(request.body, sourceOf(request));
      return reply.code(201).send(await handOver(request, reply, service, result));
    },
  );

  app.post(
    '/api/v1/invitations/accept',
    {
      ...open,
      schema: {
        ...session,
        operationId: 'acceptInvitation',
        summary: 'Choose a password with the one-time link of an invitation',
        body: schemas.JoinBody,
        response: { 201: schemas.SignedInSchema, 403: problemResponse(403) },
      },
    },
    async (request, reply) => {
      const result = await service.join(request.body, sourceOf(request));
      return reply.code(201).send(await handOver(request, reply, service, result));
    },
  );

  app.post(
    '/api/v1/session',
    {
      ...open,
      schema: {
        ...session,
        operationId: 'signIn',
        summary: 'Sign in; the session comes as a cookie',
        body: schemas.SignInBody,
        response: { 201: schemas.SignedInSchema, 401: problemResponse(401) },
      },
    },
    async (request, reply) => {
      const result = await service.signIn(request.body, sourceOf(request));
      return reply.code(201).send(await handOver(request, reply, service, result));
    },
  );

  app.delete(
    '/api/v1/session',
    {
      ...atScreen,
      schema: { ...session, operationId: 'signOut', summary: 'End this session', response: { 204: schemas.NoContent } },
    },
    async (request, reply) => {
      await service.signOut(personOf(request));
      clearSessionCookie(reply);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/me',
    {
      ...signedIn,
      schema: { ...session, operationId: 'getMe', summary: 'Who is signed in', response: { 200: schemas.MeSchema } },
    },
    (request) => service.getMe(personOf(request)),
  );

  app.patch(
    '/api/v1/me',
    {
      ...atScreen,
      schema: {
        ...session,
        operationId: 'updateMe',
        summary: 'Change one’s own name, language or time zone',
        description: 'What is not given stays as it is. The e-mail address and the roles are for administrators.',
        body: schemas.ProfileBody,
        response: { 200: schemas.MeSchema },
      },
    },
    (request) => service.updateMe(personOf(request), request.body),
  );

  app.post(
    '/api/v1/me/password',
    {
      ...atScreen,
      schema: {
        ...session,
        operationId: 'changePassword',
        summary: 'Change the password; every other session ends',
        body: schemas.PasswordBody,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.changePassword(personOf(request), request.body, sourceOf(request));
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/me/sessions',
    {
      ...atScreen,
      schema: {
        ...session,
        operationId: 'listSessions',
        summary: 'One’s own open sessions, newest first',
        response: { 200: z.object({ items: z.array(schemas.SessionSchema) }) },
      },
    },
    async (request) => ({ items: await service.listSessions(personOf(request)) }),
  );

  app.delete(
    '/api/v1/me/sessions',
    {
      ...atScreen,
      schema: {
        ...session,
        operationId: 'revokeOtherSessions',
        summary: 'End all of one’s own sessions but this one',
        response: { 200: z.object({ ended: z.int() }) },
      },
    },
    async (request) => ({ ended: await service.revokeOtherSessions(personOf(request)) }),
  );

  app.delete(
    '/api/v1/me/sessions/:sessionId',
    {
      ...atScreen,
      schema: {
        ...session,
        operationId: 'revokeSession',
        summary: 'End one of one’s own sessions',
        params: schemas.SessionParams,
        response: { 204: schemas.NoContent },
      },
    },
    async (request, reply) => {
      await service.revokeSession(personOf(request), request.params.sessionId);
      return reply.code(204).send();
    },
  );
}
