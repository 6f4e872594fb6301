import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import {
  AccessView,
  AssetParams,
  AssetView,
  BuyAccessBody,
  EndHoldingBody,
  HoldingParams,
  NewAssetBody,
  NewHoldingBody,
  NewRateBody,
  RateView,
} from '../knowledge.schemas.ts';
import { viewAccess, viewAsset, viewRate } from '../knowledge.view.ts';
import type { AssetsService } from './assets.service.ts';

const tags = ['knowledge'];
const session = { access: 'session' as const };
const creates = { ...session, idempotent: true };

export function assetsRoutes(service: AssetsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-assets',
      config: session,
      schema: {
        operationId: 'listKnowledgeAssets',
        summary: 'Courses, scripts and methods, with the shares that you may see',
        tags,
        response: { 200: z.object({ items: z.array(AssetView) }) },
      },
      handler: async (request) => {
        const actor = personOf(request);
        return { items: (await service.list(actor)).map((asset) => viewAsset(asset, actor.personId)) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-assets',
      config: creates,
      schema: {
        operationId: 'createKnowledgeAsset',
        summary: 'Add an asset',
        tags,
        body: NewAssetBody,
        response: { 201: AssetView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        return reply.status(201).send(viewAsset(await service.create(actor, request.body), actor.personId));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-assets/:assetId',
      config: session,
      schema: {
        operationId: 'getKnowledgeAsset',
        summary: 'One asset',
        tags,
        params: AssetParams,
        response: { 200: AssetView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        return viewAsset(await service.get(actor, request.params.assetId), actor.personId);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-assets/:assetId/holdings',
      config: creates,
      schema: {
        operationId: 'addKnowledgeHolding',
        summary: 'Give an organisation a share of the royalty from a day on',
        tags,
        params: AssetParams,
        body: NewHoldingBody,
        response: { 201: AssetView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const asset = await service.addHolding(actor, request.params.assetId, request.body);
        return reply.status(201).send(viewAsset(asset, actor.personId));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/knowledge-assets/:assetId/holdings/:holdingId',
      config: session,
      schema: {
        operationId: 'endKnowledgeHolding',
        summary: 'End a share that is not perpetual',
        tags,
        params: HoldingParams,
        body: EndHoldingBody,
        response: { 200: AssetView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        const { assetId, holdingId } = request.params;
        const asset = await service.endHolding(actor, assetId, holdingId, request.body.validUntil);
        return viewAsset(asset, actor.personId);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-assets/:assetId/accesses',
      config: creates,
      schema: {
        operationId: 'buyKnowledgeAccess',
        summary: 'Buy access for yourself with the credit of your organisation',
        tags,
        params: AssetParams,
        body: BuyAccessBody,
        response: { 201: AccessView },
      },
      handler: async (request, reply) => {
        const { assetId } = request.params;
        const access = await service.buyAccess(personOf(request), assetId, request.body.organisationId);
        return reply.status(201).send(viewAccess(access));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/knowledge-rates',
      config: session,
      schema: {
        operationId: 'listKnowledgeRates',
        summary: 'What an hour of each qualification is worth',
        tags,
        response: { 200: z.object({ items: z.array(RateView) }) },
      },
      handler: async (request) => ({ items: (await service.listRates(personOf(request))).map(viewRate) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/knowledge-rates',
      config: creates,
      schema: {
        operationId: 'createKnowledgeRate',
        summary: 'Enter what an hour of a qualification is worth from a day on',
        tags,
        body: NewRateBody,
        response: { 201: RateView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(viewRate(await service.createRate(personOf(request), request.body))),
    });
  };
}
