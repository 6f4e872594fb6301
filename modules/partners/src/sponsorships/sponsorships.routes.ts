import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { PartnerParams } from '../partners.schemas.ts';
import {
  CreatedView,
  EndBody,
  NewSponsorshipBody,
  RecruitView,
  SponsorshipParams,
  SponsorshipView,
  TreeQuery,
  TreeView,
} from './sponsorships.schemas.ts';
import type { SponsorshipsService } from './sponsorships.service.ts';
import { viewRecruit, viewSponsorship, viewTreeRow } from './sponsorships.view.ts';

const tags = ['sponsors'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

export function sponsorshipsRoutes(sponsorships: SponsorshipsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/sponsorships',
      config: session,
      schema: {
        operationId: 'listSponsorships',
        summary: 'Who brought a partner in, and whom it brought in',
        tags,
        params: PartnerParams,
        response: { 200: z.object({ items: z.array(SponsorshipView) }) },
      },
      handler: async (request) => {
        const rows = await sponsorships.ofPartner(personOf(request), request.params.partnerId);
        return { items: rows.map(viewSponsorship) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/sponsorships',
      config: creating,
      schema: {
        operationId: 'recordSponsorship',
        summary: 'Record who brought a partner in',
        tags,
        params: PartnerParams,
        body: NewSponsorshipBody,
        response: { 201: CreatedView },
      },
      handler: async (request, reply) => {
        const created = await sponsorships.add(personOf(request), request.params.partnerId, request.body);
        return reply.status(201).send(created);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/sponsorships/:sponsorshipId/end',
      config: creating,
      schema: {
        operationId: 'endSponsorship',
        summary: 'End a sponsorship; what it was before stays',
        tags,
        params: SponsorshipParams,
        body: EndBody,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await sponsorships.end(personOf(request), request.params.sponsorshipId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/sponsorships/tree',
      config: session,
      schema: {
        operationId: 'getSponsorTree',
        summary: 'All partners with their sponsors as of a moment',
        tags,
        querystring: TreeQuery,
        response: { 200: z.object({ items: z.array(TreeView) }) },
      },
      handler: async (request) => ({
        items: (await sponsorships.tree(personOf(request), request.query.at)).map(viewTreeRow),
      }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/my/recruits',
      config: session,
      schema: {
        operationId: 'listMyRecruits',
        summary: 'Partners whom yours brought in',
        tags,
        response: { 200: z.object({ items: z.array(RecruitView) }) },
      },
      handler: async (request) => ({ items: (await sponsorships.myRecruits(personOf(request))).map(viewRecruit) }),
    });
  };
}
