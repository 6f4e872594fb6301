import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { PartnerParams } from '../partners.schemas.ts';
import { CreatedView, EndBody } from '../sponsorships/sponsorships.schemas.ts';
import {
  GrantParams,
  GrantsQuery,
  GrantView,
  NewGrantBody,
  NewTerritoryBody,
  TerritoryView,
  WaiverBody,
} from './territories.schemas.ts';
import type { TerritoriesService } from './territories.service.ts';
import { viewGrant, viewTerritory } from './territories.view.ts';

const tags = ['territories'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const none = { 204: z.null() };
const grants = { 200: z.object({ items: z.array(GrantView) }) };

export function territoriesRoutes(territories: TerritoriesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/territories',
      config: session,
      schema: {
        operationId: 'listTerritories',
        summary: 'The tree of territories, by path',
        tags,
        response: { 200: z.object({ items: z.array(TerritoryView) }) },
      },
      handler: async (request) => ({ items: (await territories.list(personOf(request))).map(viewTerritory) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/territories',
      config: creating,
      schema: {
        operationId: 'createTerritory',
        summary: 'Add a place or a segment to the tree',
        tags,
        body: NewTerritoryBody,
        response: { 201: TerritoryView },
      },
      handler: async (request, reply) => {
        const { name, ...rest } = request.body;
        const input = { ...rest, nameEs: name.es, nameEn: name.en };
        return reply.status(201).send(viewTerritory(await territories.create(personOf(request), input)));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/territory-grants',
      config: session,
      schema: {
        operationId: 'listTerritoryGrants',
        summary: 'Who may sell where, for the office',
        tags,
        querystring: GrantsQuery,
        response: grants,
      },
      handler: async (request) => ({
        items: (await territories.allGrants(personOf(request), request.query.territoryId)).map(viewGrant),
      }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/territory-grants',
      config: session,
      schema: {
        operationId: 'listPartnerTerritoryGrants',
        summary: 'Where a partner may sell',
        tags,
        params: PartnerParams,
        response: grants,
      },
      handler: async (request) => ({
        items: (await territories.grantsOf(personOf(request), request.params.partnerId)).map(viewGrant),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/territory-grants',
      config: creating,
      schema: {
        operationId: 'grantTerritory',
        summary: 'Grant a territory, exclusively or not',
        tags,
        body: NewGrantBody,
        response: { 201: CreatedView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(await territories.grant(personOf(request), request.body)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/territory-grants/:grantId/end',
      config: creating,
      schema: {
        operationId: 'endTerritoryGrant',
        summary: 'End a grant',
        tags,
        params: GrantParams,
        body: EndBody,
        response: none,
      },
      handler: async (request, reply) => {
        await territories.endGrant(personOf(request), request.params.grantId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/territory-grants/:grantId/waivers',
      config: creating,
      schema: {
        operationId: 'waiveExclusivity',
        summary: 'Record that a partner is let into an exclusive territory',
        tags,
        params: GrantParams,
        body: WaiverBody,
        response: none,
      },
      handler: async (request, reply) => {
        await territories.waive(personOf(request), request.params.grantId, request.body);
        return reply.status(204).send(null);
      },
    });
  };
}
