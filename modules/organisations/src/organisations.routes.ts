import { expectedVersion, type HttpApp, PageQuery, personOf, problemResponse, versionTag } from '@nexus/http';
import { z } from 'zod';
import * as schemas from './organisations.schemas.ts';
import type { OrganisationsService } from './organisations.service.ts';
import { viewMember, viewOrganisation } from './organisations.view.ts';

const tags = ['organisations'];
const session = { access: 'session' as const };
const none = { 204: z.null() };

export function organisationsRoutes(service: OrganisationsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/me/organisations',
      config: session,
      schema: {
        operationId: 'listOwnOrganisations',
        summary: 'Where you act, and as what',
        tags,
        response: { 200: z.object({ items: z.array(schemas.OwnMembershipView) }) },
      },
      handler: async (request) => ({ items: await service.listOwn(personOf(request)) }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/organisations',
      config: session,
      schema: {
        operationId: 'listOrganisations',
        summary: 'Organisations that you may see, by name',
        tags,
        querystring: PageQuery.extend({ search: z.string().max(200).optional() }),
        response: { 200: schemas.OrganisationPage },
      },
      handler: async (request) => {
        const { items, nextCursor } = await service.list(personOf(request), request.query);
        return { items: items.map(viewOrganisation), nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/organisations/:organisationId',
      config: session,
      schema: {
        operationId: 'getOrganisation',
        summary: 'One organisation',
        tags,
        params: schemas.OrganisationParams,
        response: { 200: schemas.OrganisationView },
      },
      handler: async (request, reply) => {
        const found = await service.get(personOf(request), request.params.organisationId);
        return reply.header('etag', versionTag(found.version)).send(viewOrganisation(found));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/organisations/:organisationId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'updateOrganisation',
        summary: 'Rename an organisation, or suspend a partner',
        tags,
        params: schemas.OrganisationParams,
        body: schemas.UpdateOrganisationBody,
        response: { 200: schemas.OrganisationView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { organisationId } = request.params;
        const version = expectedVersion(request) ?? (await service.get(actor, organisationId)).version;
        const changed = await service.update(actor, organisationId, version, request.body);
        return reply.header('etag', versionTag(changed.version)).send(viewOrganisation(changed));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/organisations/:organisationId/members',
      config: session,
      schema: {
        operationId: 'listOrganisationMembers',
        summary: 'Who acts in an organisation',
        tags,
        params: schemas.OrganisationParams,
        response: { 200: z.object({ items: z.array(schemas.MemberView) }) },
      },
      handler: async (request) => {
        const members = await service.listMembers(personOf(request), request.params.organisationId);
        return { items: members.map(viewMember) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/organisations/:organisationId/members',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'inviteOrganisationMember',
        summary: 'Give somebody a role, with an account when they have none',
        tags,
        params: schemas.OrganisationParams,
        body: schemas.InviteMemberBody,
        response: { 201: schemas.InvitedMemberView, 409: problemResponse(409) },
      },
      handler: async (request, reply) => {
        const invited = await service.invite(personOf(request), request.params.organisationId, request.body);
        const { personId, invitation } = invited;
        return reply.code(201).send({
          personId,
          invitation: invitation && { token: invitation.token, expiresAt: invitation.expiresAt.toISOString() },
        });
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/organisations/:organisationId/members/:personId/roles/:role',
      config: session,
      schema: {
        operationId: 'removeOrganisationMember',
        summary: 'Take a role from somebody',
        tags,
        params: schemas.MemberParams,
        response: { ...none, 409: problemResponse(409) },
      },
      handler: async (request, reply) => {
        const { organisationId, personId, role } = request.params;
        await service.removeMember(personOf(request), organisationId, { personId, role });
        return reply.code(204).send(null);
      },
    });
  };
}
