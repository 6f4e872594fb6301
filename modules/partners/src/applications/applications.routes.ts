import { type HttpApp, personOf } from '@nexus/http';
import { decodeCursor } from '@nexus/kernel';
import type { PartnersService } from '../partners.service.ts';
import { viewKind } from '../partners.view.ts';
import {
  ApplicationFormView,
  ApplicationPage,
  ApplicationParams,
  ApplicationsQuery,
  ApplicationView,
  ApproveBody,
  ApprovedView,
  NewApplicationBody,
  ReceivedView,
  RejectBody,
  ScoreBody,
} from './applications.schemas.ts';
import type { ApplicationsService } from './applications.service.ts';
import { viewApplication, viewListedApplication, viewQuestion } from './applications.view.ts';

const tags = ['partner applications'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

export function applicationsRoutes(applications: ApplicationsService, partners: PartnersService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/partner-application-form',
      config: { access: 'public' },
      schema: {
        operationId: 'getPartnerApplicationForm',
        summary: 'Kinds of partners and the questions that an application answers',
        tags,
        response: { 200: ApplicationFormView },
      },
      handler: async () => ({
        kinds: (await partners.listKinds()).map(viewKind),
        questions: (await applications.listQuestions()).map(viewQuestion),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partner-applications',
      config: { access: 'public' },
      schema: {
        operationId: 'applyAsPartner',
        summary: 'Apply as a partner; sending it again changes nothing',
        tags,
        body: NewApplicationBody,
        response: { 202: ReceivedView },
      },
      handler: async (request, reply) => {
        await applications.submit(request.body);
        return reply.status(202).send({ received: true as const });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partner-applications',
      config: session,
      schema: {
        operationId: 'listPartnerApplications',
        summary: 'Applications, newest first',
        tags,
        querystring: ApplicationsQuery,
        response: { 200: ApplicationPage },
      },
      handler: async (request) => {
        const { cursor, ...filter } = request.query;
        const [submittedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, 2).map(String);
        const after = submittedAt === undefined || id === undefined ? undefined : { submittedAt, id };
        const page = await applications.list(personOf(request), { ...filter, after });
        return { items: page.items.map(viewListedApplication), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partner-applications/:applicationId',
      config: session,
      schema: {
        operationId: 'getPartnerApplication',
        summary: 'One application with its score explained',
        tags,
        params: ApplicationParams,
        response: { 200: ApplicationView },
      },
      handler: async (request) =>
        viewApplication(await applications.get(personOf(request), request.params.applicationId)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partner-applications/:applicationId/score',
      config: creating,
      schema: {
        operationId: 'scorePartnerApplication',
        summary: 'Score an application: impact against effort',
        tags,
        params: ApplicationParams,
        body: ScoreBody,
        response: { 200: ApplicationView },
      },
      handler: async (request) => {
        const { applicationId } = request.params;
        return viewApplication(await applications.score(personOf(request), applicationId, request.body.answers));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partner-applications/:applicationId/approve',
      config: creating,
      schema: {
        operationId: 'approvePartnerApplication',
        summary: 'Take the applicant in: the partner begins its onboarding',
        tags,
        params: ApplicationParams,
        body: ApproveBody,
        response: { 201: ApprovedView },
      },
      handler: async (request, reply) => {
        const { partnerId, invitation } = await applications.approve(
          personOf(request),
          request.params.applicationId,
          request.body,
        );
        const shown = invitation && { token: invitation.token, expiresAt: invitation.expiresAt.toISOString() };
        return reply.status(201).send({ partnerId, invitation: shown });
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/partner-applications/:applicationId/reject',
      config: creating,
      schema: {
        operationId: 'rejectPartnerApplication',
        summary: 'Decline an application, with the reason',
        tags,
        params: ApplicationParams,
        body: RejectBody,
        response: { 200: ApplicationView },
      },
      handler: async (request) => {
        const { applicationId } = request.params;
        return viewApplication(await applications.reject(personOf(request), applicationId, request.body.reason));
      },
    });
  };
}
