import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { z } from 'zod';
import { ActivateBody, PlanBody, PlanParams, PlanView, SimulateBody, SimulationView } from './commissions.schemas.ts';
import type { CommissionsService } from './commissions.service.ts';
import { viewPlan, viewSimulation } from './commissions.view.ts';

const tags = ['commissions'];
const session = { access: 'session' as const };

export function plansRoutes(service: CommissionsService) {
  const { plans, asOffice } = service;
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/commission-plans',
      config: session,
      schema: {
        operationId: 'listCommissionPlans',
        summary: 'Plan versions, oldest first',
        tags,
        response: { 200: z.object({ items: z.array(PlanView) }) },
      },
      handler: async (request) => ({
        items: (await asOffice(personOf(request), (tx) => plans.listPlans(tx))).map(viewPlan),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/commission-plans',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'draftCommissionPlan',
        summary: 'Draft a plan version',
        tags,
        body: PlanBody,
        response: { 201: PlanView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const plan = await asOffice(actor, (tx) => plans.draft(tx, actor, request.body));
        return reply.status(201).header('etag', versionTag(plan.version)).send(viewPlan(plan));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/commission-plans/:planVersionId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'changeCommissionPlanDraft',
        summary: 'Change a draft; an active version stays as it is',
        tags,
        params: PlanParams,
        body: PlanBody,
        response: { 200: PlanView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const { planVersionId } = request.params;
        const plan = await asOffice(personOf(request), (tx) =>
          plans.changeDraft(tx, planVersionId, version, request.body),
        );
        return reply.header('etag', versionTag(plan.version)).send(viewPlan(plan));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/commission-plans/:planVersionId/activate',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'activateCommissionPlan',
        summary: 'Put a version in force from a moment on; from then on it never changes',
        tags,
        params: PlanParams,
        body: ActivateBody,
        response: { 200: PlanView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        const from = new Date(request.body.effectiveFrom);
        return viewPlan(await asOffice(actor, (tx) => plans.activate(tx, actor, request.params.planVersionId, from)));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/commission-plans/simulations',
      config: session,
      schema: {
        operationId: 'simulateCommissionPlan',
        summary: 'What a plan would have paid on the sales of some months; writes nothing',
        tags,
        body: SimulateBody,
        response: { 200: SimulationView },
      },
      handler: async (request) => {
        const { plan, months } = request.body;
        return viewSimulation(await service.simulate(personOf(request), plan, months));
      },
    });
  };
}
