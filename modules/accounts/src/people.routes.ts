import { type HttpApp, PageQuery, pageSchema, personOf, problemResponse, versionTag } from '@nexus/http';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';

/** Managing people. The service decides who may; a refusal is recorded. */
export function peopleRoutes(app: HttpApp, service: AccountsService): void {
  const signedIn = { access: 'session' as const };
  const tags = ['people'];

  app.get(
    '/api/v1/people',
    {
      config: signedIn,
      schema: {
        tags,
        operationId: 'listPeople',
        summary: 'Everybody with an account, newest first',
        querystring: PageQuery,
        response: { 200: pageSchema(schemas.PersonSchema) },
      },
    },
    (request) => service.listPeople(personOf(request), request.query),
  );

  app.post(
    '/api/v1/people',
    {
      config: { ...signedIn, idempotent: true },
      schema: {
        tags,
        operationId: 'invitePerson',
        summary: 'Add somebody; they choose a password with the one-time link',
        body: schemas.InviteBody,
        response: { 201: schemas.InvitedSchema, 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const { person, invitation } = await service.invitePerson(personOf(request), request.body);
      const body = { person, invitation: { ...invitation, expiresAt: invitation.expiresAt.toISOString() } };
      return reply.code(201).header('location', `/api/v1/people/${person.id}`).send(body);
    },
  );

  app.get(
    '/api/v1/people/:personId',
    {
      config: signedIn,
      schema: {
        tags,
        operationId: 'getPerson',
        summary: 'One person',
        params: schemas.PersonParams,
        response: { 200: schemas.PersonSchema },
      },
    },
    async (request, reply) => {
      const person = await service.getPerson(personOf(request), request.params.personId);
      return reply.header('etag', versionTag(person.version)).send(person);
    },
  );

  app.post(
    '/api/v1/people/:personId/invitation',
    {
      config: { ...signedIn, idempotent: true },
      schema: {
        tags,
        operationId: 'renewInvitation',
        summary: 'A new link in place of the one before',
        params: schemas.PersonParams,
        response: { 201: schemas.InvitationSchema, 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const { token, expiresAt } = await service.renewInvitation(personOf(request), request.params.personId);
      return reply.code(201).send({ token, expiresAt: expiresAt.toISOString() });
    },
  );

  for (const [verb, operationId, summary] of [
    ['suspend', 'suspendPerson', 'Suspend somebody: sessions end, tokens stop, at once'],
    ['reactivate', 'reactivatePerson', 'Let somebody back in'],
  ] as const) {
    app.post(
      `/api/v1/people/:personId/${verb}`,
      {
        config: signedIn,
        schema: {
          tags,
          operationId,
          summary,
          params: schemas.PersonParams,
          response: { 200: schemas.PersonSchema, 409: problemResponse(409) },
        },
      },
      (request) => service[operationId](personOf(request), request.params.personId),
    );
  }

  app.put(
    '/api/v1/people/:personId/roles/:role',
    {
      config: signedIn,
      schema: {
        tags,
        operationId: 'grantRole',
        summary: 'Give somebody a role',
        params: schemas.RoleParams,
        response: { 200: schemas.PersonSchema, 409: problemResponse(409) },
      },
    },
    (request) => service.grantRole(personOf(request), request.params.personId, request.params.role),
  );

  app.delete(
    '/api/v1/people/:personId/roles/:role',
    {
      config: signedIn,
      schema: {
        tags,
        operationId: 'revokeRole',
        summary: 'Take a role from somebody',
        params: schemas.RoleParams,
        response: { 200: schemas.PersonSchema, 409: problemResponse(409) },
      },
    },
    (request) => service.revokeRole(personOf(request), request.params.personId, request.params.role),
  );
}
