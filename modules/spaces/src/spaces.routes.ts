import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { z } from 'zod';
import {
  AddMemberBody,
  CreateSpaceBody,
  MemberParams,
  MemberRoleBody,
  MemberView,
  SpaceParams,
  SpaceView,
  UpdateSpaceBody,
} from './spaces.schemas.ts';
import type { SpacesService } from './spaces.service.ts';
import { viewMember, viewSpace } from './spaces.view.ts';

const tags = ['spaces'];
const session = { access: 'session' as const };
const none = { 204: z.null() };

export function spacesRoutes(service: SpacesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/spaces',
      config: session,
      schema: {
        operationId: 'listSpaces',
        summary: 'The spaces that you are a member of, by name',
        tags,
        response: { 200: z.object({ items: z.array(SpaceView) }) },
      },
      handler: async (request) => ({ items: (await service.list(personOf(request))).map(viewSpace) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/spaces',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'createSpace',
        summary: 'Open a space',
        tags,
        body: CreateSpaceBody,
        response: { 201: SpaceView },
      },
      handler: async (request, reply) => {
        const space = await service.create(personOf(request), request.body);
        return reply.status(201).header('etag', versionTag(space.version)).send(viewSpace(space));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId',
      config: session,
      schema: {
        operationId: 'getSpace',
        summary: 'One space',
        tags,
        params: SpaceParams,
        response: { 200: SpaceView },
      },
      handler: async (request, reply) => {
        const space = await service.get(personOf(request), request.params.spaceId);
        return reply.header('etag', versionTag(space.version)).send(viewSpace(space));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/spaces/:spaceId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'updateSpace',
        summary: 'Rename or archive a space',
        tags,
        params: SpaceParams,
        body: UpdateSpaceBody,
        response: { 200: SpaceView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { spaceId } = request.params;
        const version = expectedVersion(request) ?? (await service.get(actor, spaceId)).version;
        const space = await service.update(actor, spaceId, version, request.body);
        return reply.header('etag', versionTag(space.version)).send(viewSpace(space));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/members',
      config: session,
      schema: {
        operationId: 'listMembers',
        summary: 'Members of a space',
        tags,
        params: SpaceParams,
        response: { 200: z.object({ items: z.array(MemberView) }) },
      },
      handler: async (request) => {
        const members = await service.listMembers(personOf(request), request.params.spaceId);
        return { items: members.map(viewMember) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/spaces/:spaceId/members',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'addMember',
        summary: 'Add a member',
        tags,
        params: SpaceParams,
        body: AddMemberBody,
        response: none,
      },
      handler: async (request, reply) => {
        const { personId, role } = request.body;
        await service.addMember(personOf(request), request.params.spaceId, personId, role);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/spaces/:spaceId/members/:personId',
      config: session,
      schema: {
        operationId: 'changeMemberRole',
        summary: 'Change the role of a member',
        tags,
        params: MemberParams,
        body: MemberRoleBody,
        response: none,
      },
      handler: async (request, reply) => {
        const { spaceId, personId } = request.params;
        await service.changeMemberRole(personOf(request), spaceId, personId, request.body.role);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/spaces/:spaceId/members/:personId',
      config: session,
      schema: {
        operationId: 'removeMember',
        summary: 'Remove a member, or leave the space',
        tags,
        params: MemberParams,
        response: none,
      },
      handler: async (request, reply) => {
        const { spaceId, personId } = request.params;
        await service.removeMember(personOf(request), spaceId, personId);
        return reply.status(204).send(null);
      },
    });
  };
}
