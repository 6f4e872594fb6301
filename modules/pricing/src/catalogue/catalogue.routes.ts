import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { z } from 'zod';
import {
  NewPlanBody,
  NewPriceListBody,
  NewProductBody,
  NewVersionBody,
  PlanDetailView,
  PlanVersionView,
  PlanView,
  PriceListView,
  ProductChangeBody,
  ProductView,
} from './catalogue.schemas.ts';
import type { CatalogueService } from './catalogue.service.ts';
import { viewPlan, viewPlanDetail, viewPriceList, viewProduct, viewVersion } from './catalogue.view.ts';

const tags = ['catalogue'];
const session = { access: 'session' as const };
const creates = { ...session, idempotent: true };
const ProductParams = z.object({ productId: z.uuid() });
const PlanParams = z.object({ planId: z.uuid() });
const VersionParams = z.object({ versionId: z.uuid() });

export function catalogueRoutes(service: CatalogueService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/products',
      config: session,
      schema: {
        operationId: 'listProducts',
        summary: 'What is sold, by product line',
        tags,
        response: { 200: z.object({ items: z.array(ProductView) }) },
      },
      handler: async (request) => ({ items: (await service.listProducts(personOf(request))).map(viewProduct) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/products',
      config: creates,
      schema: {
        operationId: 'createProduct',
        summary: 'Add a product, module or service',
        tags,
        body: NewProductBody,
        response: { 201: ProductView },
      },
      handler: async (request, reply) => {
        const product = await service.createProduct(personOf(request), request.body);
        return reply.status(201).header('etag', versionTag(product.version)).send(viewProduct(product));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/products/:productId',
      config: session,
      schema: {
        operationId: 'getProduct',
        summary: 'One product',
        tags,
        params: ProductParams,
        response: { 200: ProductView },
      },
      handler: async (request, reply) => {
        const product = await service.getProduct(personOf(request), request.params.productId);
        return reply.header('etag', versionTag(product.version)).send(viewProduct(product));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/products/:productId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'updateProduct',
        summary: 'Change or retire a product',
        tags,
        params: ProductParams,
        body: ProductChangeBody,
        response: { 200: ProductView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { productId } = request.params;
        const version = expectedVersion(request) ?? (await service.getProduct(actor, productId)).version;
        const product = await service.updateProduct(actor, productId, version, request.body);
        return reply.header('etag', versionTag(product.version)).send(viewProduct(product));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/price-lists',
      config: session,
      schema: {
        operationId: 'listPriceLists',
        summary: 'Price lists, each in its currency',
        tags,
        response: { 200: z.object({ items: z.array(PriceListView) }) },
      },
      handler: async (request) => ({ items: (await service.listPriceLists(personOf(request))).map(viewPriceList) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/price-lists',
      config: creates,
      schema: {
        operationId: 'createPriceList',
        summary: 'Add a price list',
        tags,
        body: NewPriceListBody,
        response: { 201: PriceListView },
      },
      handler: async (request, reply) => {
        const list = await service.createPriceList(personOf(request), request.body);
        return reply.status(201).send(viewPriceList(list));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/price-plans',
      config: session,
      schema: {
        operationId: 'listPricePlans',
        summary: 'Price plans of all products',
        tags,
        response: { 200: z.object({ items: z.array(PlanView) }) },
      },
      handler: async (request) => ({ items: (await service.listPlans(personOf(request))).map(viewPlan) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/price-plans',
      config: creates,
      schema: {
        operationId: 'createPricePlan',
        summary: 'Add a price plan to a product',
        tags,
        body: NewPlanBody,
        response: { 201: PlanView },
      },
      handler: async (request, reply) => {
        const plan = await service.createPlan(personOf(request), request.body);
        return reply.status(201).send(viewPlan(plan));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/price-plans/:planId',
      config: session,
      schema: {
        operationId: 'getPricePlan',
        summary: 'A price plan with its versions, newest first',
        tags,
        params: PlanParams,
        response: { 200: PlanDetailView },
      },
      handler: async (request) => viewPlanDetail(await service.getPlan(personOf(request), request.params.planId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/price-plans/:planId/versions',
      config: creates,
      schema: {
        operationId: 'draftPriceVersion',
        summary: 'Draft new prices of a plan in a list',
        tags,
        params: PlanParams,
        body: NewVersionBody,
        response: { 201: PlanVersionView },
      },
      handler: async (request, reply) => {
        const version = await service.draftVersion(personOf(request), request.params.planId, request.body);
        return reply.status(201).send(viewVersion(version));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/price-plan-versions/:versionId/publication',
      config: creates,
      schema: {
        operationId: 'publishPriceVersion',
        summary: 'Publish drafted prices, which then never change',
        tags,
        params: VersionParams,
        response: { 201: PlanVersionView },
      },
      handler: async (request, reply) => {
        const version = await service.publishVersion(personOf(request), request.params.versionId);
        return reply.status(201).send(viewVersion(version));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/price-plan-versions/:versionId',
      config: session,
      schema: {
        operationId: 'discardPriceVersion',
        summary: 'Discard drafted prices',
        tags,
        params: VersionParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.discardVersion(personOf(request), request.params.versionId);
        return reply.status(204).send(null);
      },
    });
  };
}
