import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { PartnerParams } from '../partners.schemas.ts';
import {
  AgreementParams,
  AgreementView,
  NewAgreementBody,
  PartnerAgreementsView,
  SignBody,
  SignedView,
} from './agreements.schemas.ts';
import type { AgreementsService } from './agreements.service.ts';
import { viewAgreement, viewSignature } from './agreements.view.ts';

const tags = ['agreements'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

export function agreementsRoutes(agreements: AgreementsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/agreements',
      config: session,
      schema: {
        operationId: 'listAgreements',
        summary: 'Every agreement and version',
        tags,
        response: { 200: z.object({ items: z.array(AgreementView) }) },
      },
      handler: async (request) => ({ items: (await agreements.list(personOf(request))).map(viewAgreement) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/agreements',
      config: creating,
      schema: {
        operationId: 'publishAgreement',
        summary: 'Publish an agreement, or its next version, which is then signed again',
        tags,
        body: NewAgreementBody,
        response: { 201: AgreementView },
      },
      handler: async (request, reply) => {
        const { title, body, ...rest } = request.body;
        const texts = { titleEs: title.es, titleEn: title.en, bodyEs: body.es, bodyEn: body.en };
        const agreement = await agreements.publish(personOf(request), { ...rest, ...texts });
        return reply.status(201).send(viewAgreement(agreement));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/agreements',
      config: session,
      schema: {
        operationId: 'listPartnerAgreements',
        summary: 'What a partner has signed, and what it has to sign',
        tags,
        params: PartnerParams,
        response: { 200: PartnerAgreementsView },
      },
      handler: async (request) => {
        const { unsigned, signed } = await agreements.ofPartner(personOf(request), request.params.partnerId);
        return { unsigned: unsigned.map(viewAgreement), signed: signed.map(viewSignature) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/agreements/:agreementId/signatures',
      config: creating,
      schema: {
        operationId: 'signAgreement',
        summary: 'Sign an agreement for your partner',
        tags,
        params: AgreementParams,
        body: SignBody,
        response: { 201: SignedView },
      },
      handler: async (request, reply) => {
        const signed = await agreements.sign(personOf(request), request.params.agreementId, request.body);
        return reply.status(201).send({ ...signed, signedAt: signed.signedAt.toISOString() });
      },
    });
  };
}
