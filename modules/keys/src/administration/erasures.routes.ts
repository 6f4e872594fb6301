import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { Erasures } from './erasures.service.ts';
import {
  CertificateView,
  ErasureCreated,
  ErasureList,
  ErasureParams,
  ErasureRequest,
  HoldRequest,
  SpaceParams,
} from './keys.schemas.ts';
import { viewErasure } from './keys.view.ts';

const officer = { access: 'session' as const, roles: ['officer' as const] };
const tags = ['keys'];
const nothing = { 204: z.null() };

export function erasuresRoutes(erasures: Erasures) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/keys/erasures',
      config: { ...officer, idempotent: true },
      schema: {
        operationId: 'requestErasure',
        summary: 'Ask for a space to be destroyed; another officer has to approve',
        tags,
        body: ErasureRequest,
        response: { 201: ErasureCreated },
      },
      handler: async (request, reply) =>
        reply.status(201).send({ id: await erasures.request(personOf(request), request.body) }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/keys/erasures',
      config: officer,
      schema: {
        operationId: 'listErasures',
        summary: 'Requests to destroy spaces, newest first',
        tags,
        response: { 200: ErasureList },
      },
      handler: async (request) => ({ items: (await erasures.list(personOf(request))).map(viewErasure) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/keys/erasures/:erasureId/approval',
      config: officer,
      schema: {
        operationId: 'approveErasure',
        summary: 'Approve as the second officer; the delay begins',
        tags,
        params: ErasureParams,
        response: nothing,
      },
      handler: async (request, reply) => {
        await erasures.approve(personOf(request), request.params.erasureId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/keys/erasures/:erasureId',
      config: officer,
      schema: {
        operationId: 'cancelErasure',
        summary: 'Call an erasure off, until it begins',
        tags,
        params: ErasureParams,
        response: nothing,
      },
      handler: async (request, reply) => {
        await erasures.cancel(personOf(request), request.params.erasureId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/keys/erasures/:erasureId/certificate',
      config: officer,
      schema: {
        operationId: 'getErasureCertificate',
        summary: 'What was destroyed, by whom, and which backups could still be opened',
        tags,
        params: ErasureParams,
        response: { 200: CertificateView },
      },
      handler: async (request) => await erasures.certificate(personOf(request), request.params.erasureId),
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/keys/holds/:spaceId',
      config: officer,
      schema: {
        operationId: 'setLegalHold',
        summary: 'Nothing of the space may be destroyed',
        tags,
        params: SpaceParams,
        body: HoldRequest,
        response: nothing,
      },
      handler: async (request, reply) => {
        await erasures.setHold(personOf(request), request.params.spaceId, request.body.reason);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/keys/holds/:spaceId',
      config: officer,
      schema: { operationId: 'liftLegalHold', summary: 'Lift the hold', tags, params: SpaceParams, response: nothing },
      handler: async (request, reply) => {
        await erasures.liftHold(personOf(request), request.params.spaceId);
        return reply.status(204).send(null);
      },
    });
  };
}
