import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { z } from 'zod';
import type { ClearancesService } from './clearances.service.ts';
import type { createExplainAccess } from './explain-access.ts';
import type { createExplainSpace } from './explain-space.ts';
import type { LabelSetService } from './label-set.service.ts';
import {
  ChooseSetBody,
  ClearanceBody,
  ClearanceEventView,
  ClearanceView,
  ExplainQuery,
  ExplainView,
  LabelSetBody,
  LabelSetView,
  LabelViewSchema,
  NewLabelBody,
  PersonParams,
  UsableLabelsView,
} from './labels.schemas.ts';
import type { LabelsService } from './labels.service.ts';
import { viewClearance, viewEvent, viewExplained, viewLabel, viewSet, viewUsable } from './labels.view.ts';

export type LabelsRoutesDependencies = {
  labels: LabelsService;
  set: LabelSetService;
  clearances: ClearancesService;
  explainAccess: ReturnType<typeof createExplainAccess>;
  explainSpace: ReturnType<typeof createExplainSpace>;
};

const tags = ['labels'];
const session = { access: 'session' as const };
const officer = { ...session, roles: ['officer' as const] };

export function labelsRoutes({ labels, set, clearances, explainAccess, explainSpace }: LabelsRoutesDependencies) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/labels',
      config: session,
      schema: {
        operationId: 'listLabels',
        summary: 'The labels that you may read and write',
        tags,
        response: { 200: UsableLabelsView },
      },
      handler: async (request) => {
        const usable = await labels.usable(personOf(request));
        return viewUsable(usable, (rank) => labels.directory.current().levels[rank]!.id);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/labels',
      // The same combination is the same label: asking twice makes nothing twice.
      config: session,
      schema: {
        operationId: 'createLabel',
        summary: 'The label of a level, compartments and groups, for use on content',
        description: 'Made when nobody has used the combination before; the same combination has the same id for ever.',
        tags,
        body: NewLabelBody,
        response: { 201: LabelViewSchema },
      },
      handler: async (request, reply) => {
        const label = await labels.ensureLabel(
          personOf(request),
          request.session?.roles.includes('officer') ?? false,
          request.body,
        );
        return reply.status(201).send(viewLabel(label));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/label-set',
      config: officer,
      schema: {
        operationId: 'getLabelSet',
        summary: 'The whole label set, and those that come with the program',
        tags,
        response: { 200: LabelSetView },
      },
      handler: async (request, reply) => {
        const found = await set.get(personOf(request));
        return reply.header('etag', versionTag(found.version)).send(viewSet(found));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/label-set',
      config: { ...officer, versioned: true },
      schema: {
        operationId: 'changeLabelSet',
        summary: 'Change levels, compartments, groups and rules',
        description: 'The set as it is to be. It can grow; what a label or clearance uses cannot be taken away.',
        tags,
        body: LabelSetBody,
        response: { 200: LabelSetView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request) ?? labels.directory.current().version;
        const changed = await set.change(personOf(request), version, request.body);
        return reply.header('etag', versionTag(changed.version)).send(viewSet(changed));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/label-set/choice',
      config: officer,
      schema: {
        operationId: 'chooseLabelSet',
        summary: 'Begin with another set, while nothing carries more than the lowest level',
        tags,
        body: ChooseSetBody,
        response: { 200: LabelSetView },
      },
      handler: async (request) => viewSet(await set.choose(personOf(request), request.body.code)),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/clearances',
      config: officer,
      schema: {
        operationId: 'listClearances',
        summary: 'Everybody and what they may read',
        tags,
        response: { 200: z.object({ items: z.array(ClearanceView) }) },
      },
      handler: async (request) => ({ items: (await clearances.list(personOf(request))).map(viewClearance) }),
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/clearances/:personId',
      config: { ...officer, versioned: true },
      schema: {
        operationId: 'grantClearance',
        summary: 'Give a person a clearance, or take it away',
        tags,
        params: PersonParams,
        body: ClearanceBody,
        response: { 200: ClearanceView },
      },
      handler: async (request, reply) => {
        const { personId } = request.params;
        const version = expectedVersion(request);
        const granted = await clearances.grant(personOf(request), personId, request.body, version);
        return reply.header('etag', versionTag(granted.version)).send(viewClearance(granted));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/clearances/:personId/history',
      config: officer,
      schema: {
        operationId: 'listClearanceHistory',
        summary: 'What a person was allowed over time, newest first',
        tags,
        params: PersonParams,
        response: { 200: z.object({ items: z.array(ClearanceEventView) }) },
      },
      handler: async (request) => {
        const events = await clearances.history(personOf(request), request.params.personId);
        return { items: events.map(viewEvent) };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/access-explanations',
      config: officer,
      schema: {
        operationId: 'explainAccess',
        summary: 'Why a person may or may not read a document, or come into a space, rule by rule',
        tags,
        querystring: ExplainQuery,
        response: { 200: ExplainView },
      },
      handler: async (request) => {
        const { personId, documentId, spaceId } = request.query;
        const explained = documentId
          ? await explainAccess(personOf(request), personId, documentId)
          : await explainSpace(personOf(request), personId, spaceId ?? '');
        return viewExplained(explained);
      },
    });
  };
}
