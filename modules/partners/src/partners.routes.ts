import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { decodeCursor } from '@nexus/kernel';
import { z } from 'zod';
import type { BankDetailsService } from './bank/bank-details.service.ts';
import type { HealthService } from './health/health.service.ts';
import {
  AwardBody,
  BankDetailsBody,
  BankDetailsView,
  CertificationBody,
  ContractPlanBody,
  HealthQuery,
  HealthView,
  PartnerKindView,
  PartnerPage,
  PartnerParams,
  PartnersQuery,
  PartnerView,
  StandingView,
  StatusBody,
  UpdatePartnerBody,
} from './partners.schemas.ts';
import type { PartnersService } from './partners.service.ts';
import { viewBankDetails, viewHealth, viewKind, viewListed, viewPartner, viewStanding } from './partners.view.ts';
import type { StandingService } from './standing/standing.service.ts';

export type PartnersRoutesParts = {
  partners: PartnersService;
  standing: StandingService;
  bankDetails: BankDetailsService;
  health: HealthService;
};

const tags = ['partners'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const none = { 204: z.null() };

export function partnersRoutes({ partners, standing, bankDetails, health }: PartnersRoutesParts) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/partner-kinds',
      config: { access: 'public' },
      schema: {
        operationId: 'listPartnerKinds',
        summary: 'Kinds of partners and their terms',
        tags,
        response: { 200: z.object({ items: z.array(PartnerKindView) }) },
      },
      handler: async () => ({ items: (await partners.listKinds()).map(viewKind) }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners',
      config: session,
      schema: {
        operationId: 'listPartners',
        summary: 'Partners by name; a partner finds itself',
        tags,
        querystring: PartnersQuery,
        response: { 200: PartnerPage },
      },
      handler: async (request) => {
        const { cursor, ...filter } = request.query;
        const [name, id] = cursor === undefined ? [] : decodeCursor(cursor, 2).map(String);
        const after = name === undefined || id === undefined ? undefined : { name, id };
        const page = await partners.list(personOf(request), { ...filter, after });
        return { items: page.items.map(viewListed), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId',
      config: session,
      schema: {
        operationId: 'getPartner',
        summary: 'One partner',
        tags,
        params: PartnerParams,
        response: { 200: PartnerView },
      },
      handler: async (request, reply) => {
        const details = await partners.get(personOf(request), request.params.partnerId);
        return reply.header('etag', versionTag(details.partner.version)).send(viewPartner(details));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/partners/:partnerId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'updatePartner',
        summary: 'Change what is known of a partner',
        tags,
        params: PartnerParams,
        body: UpdatePartnerBody,
        response: { 200: PartnerView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const details = await partners.update(personOf(request), request.params.partnerId, version, request.body);
        return reply.header('etag', versionTag(details.partner.version)).send(viewPartner(details));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/status',
      config: creating,
      schema: {
        operationId: 'changePartnerStatus',
        summary: 'Activate, suspend or end a partner',
        tags,
        params: PartnerParams,
        body: StatusBody,
        response: { 200: PartnerView },
      },
      handler: async (request) => {
        const { status, reason } = request.body;
        const { partnerId } = request.params;
        return viewPartner(await partners.changeStatus(personOf(request), partnerId, status, reason ?? null));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/standing',
      config: session,
      schema: {
        operationId: 'getPartnerStanding',
        summary: 'Certification, tiers, awards and plans of a partner',
        tags,
        params: PartnerParams,
        response: { 200: StandingView },
      },
      handler: async (request) => viewStanding(await standing.ofPartner(personOf(request), request.params.partnerId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/certifications',
      config: creating,
      schema: {
        operationId: 'certifyPartner',
        summary: 'Record a level that a partner holds',
        tags,
        params: PartnerParams,
        body: CertificationBody,
        response: none,
      },
      handler: async (request, reply) => {
        await standing.certify(personOf(request), request.params.partnerId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/awards',
      config: creating,
      schema: {
        operationId: 'awardPartner',
        summary: 'Give a partner an award',
        tags,
        params: PartnerParams,
        body: AwardBody,
        response: none,
      },
      handler: async (request, reply) => {
        await standing.award(personOf(request), request.params.partnerId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/contract-plans',
      config: creating,
      schema: {
        operationId: 'setContractPlan',
        summary: 'Name the commission plan of a contract',
        tags,
        params: PartnerParams,
        body: ContractPlanBody,
        response: none,
      },
      handler: async (request, reply) => {
        await standing.setContractPlan(personOf(request), request.params.partnerId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/bank-details',
      config: session,
      schema: {
        operationId: 'listBankDetails',
        summary: 'Bank details of a partner, masked, newest first',
        tags,
        params: PartnerParams,
        response: { 200: z.object({ items: z.array(BankDetailsView) }) },
      },
      handler: async (request) => {
        const rows = await bankDetails.history(personOf(request), request.params.partnerId);
        return { items: rows.map(viewBankDetails) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partners/:partnerId/bank-details',
      config: creating,
      schema: {
        operationId: 'changeBankDetails',
        summary: 'Change where a partner is paid; payouts wait for the cooling period',
        tags,
        params: PartnerParams,
        body: BankDetailsBody,
        response: { 201: BankDetailsView },
      },
      handler: async (request, reply) => {
        const row = await bankDetails.change(personOf(request), request.params.partnerId, request.body);
        return reply.status(201).send(viewBankDetails(row));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partner-health',
      config: session,
      schema: {
        operationId: 'getPartnerHealth',
        summary: 'Concentration, dependency and inactivity, with the rows behind each number',
        tags,
        querystring: HealthQuery,
        response: { 200: HealthView },
      },
      handler: async (request) => viewHealth(await health.ofNetwork(personOf(request), request.query.months)),
    });
  };
}
