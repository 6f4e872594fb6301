import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { ActivationsService } from './activations/activations.service.ts';
import type { TakingBack } from './issuing/taking-back.ts';
import { LicenceNotFoundError } from './licences.errors.ts';
import {
  AcceptedActivationView,
  ActivationParams,
  DecisionBody,
  DecisionList,
  DecisionParams,
  EndedActivationView,
  FileBody,
  FileParams,
  FileView,
  IssueBody,
  IssuedView,
  LicenceDetailsView,
  LicenceListQuery,
  LicencePage,
  LicenceParams,
  ReasonBody,
  ReissueBody,
  RevocationListView,
  UsageOutcomeView,
} from './licences.schemas.ts';
import type { LicencesService } from './licences.service.ts';
import { viewDecision, viewDetails, viewLicence, viewUsage } from './licences.view.ts';
import type { createUsageService } from './usage/usage.service.ts';

export type LicencesRoutesParts = {
  service: LicencesService;
  activations: Pick<ActivationsService, 'accept' | 'acceptReceipt' | 'release'>;
  usage: Pick<ReturnType<typeof createUsageService>, 'accept'>;
  takingBack: Pick<TakingBack, 'byPerson' | 'decide' | 'openDecisions' | 'publishNow' | 'newestList'>;
};

const tags = ['licences'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const none = { 204: z.null() };
const moment = (text: string | null) => (text === null ? null : new Date(text));

export function licencesRoutes({ service, activations, usage, takingBack }: LicencesRoutesParts) {
  return function routes(app: HttpApp): void {
    app.get(
      '/api/v1/licences',
      {
        config: session,
        schema: {
          operationId: 'listLicences',
          summary: 'Licences, newest first: the office sees all, a partner those of its customers',
          tags,
          querystring: LicenceListQuery,
          response: { 200: LicencePage },
        },
      },
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const page = await service.list(personOf(request), filter, { cursor, limit });
        return { items: page.items.map(viewLicence), nextCursor: page.nextCursor };
      },
    );

    app.post(
      '/api/v1/licences',
      {
        config: creating,
        schema: {
          operationId: 'issueLicence',
          summary: 'Issue a licence by hand',
          tags,
          body: IssueBody,
          response: { 201: IssuedView },
        },
      },
      async (request, reply) => {
        const { notBefore, expires, maintenanceUntil, maxReleaseDate, ...input } = request.body;
        const dates = {
          notBefore: new Date(notBefore),
          expires: moment(expires),
          maintenanceUntil: moment(maintenanceUntil),
          maxReleaseDate: moment(maxReleaseDate),
        };
        return reply.status(201).send(await service.issueByPerson(personOf(request), { ...input, ...dates }));
      },
    );

    app.get(
      '/api/v1/licences/:licenceId',
      {
        config: session,
        schema: {
          operationId: 'getLicence',
          summary: 'One licence with its files, machines, reports and what is not invoiced',
          tags,
          params: LicenceParams,
          response: { 200: LicenceDetailsView },
        },
      },
      async (request) => viewDetails(await service.get(personOf(request), request.params.licenceId)),
    );

    app.post(
      '/api/v1/licences/:licenceId/files',
      {
        config: creating,
        schema: {
          operationId: 'reissueLicence',
          summary: 'Change the terms of a licence and issue its next file',
          tags,
          params: LicenceParams,
          body: ReissueBody,
          response: { 201: IssuedView },
        },
      },
      async (request, reply) => {
        const { reason, expires, maintenanceUntil, maxReleaseDate, ...rest } = request.body;
        const dates = { expires, maintenanceUntil, maxReleaseDate };
        const given = Object.entries(dates).flatMap(([name, text]) =>
          text === undefined ? [] : [[name, moment(text)]],
        );
        const change = { ...withoutUndefined(rest), ...Object.fromEntries(given) };
        const { licenceId } = request.params;
        return reply.status(201).send(await service.reissueByPerson(personOf(request), licenceId, change, reason));
      },
    );

    app.get(
      '/api/v1/licences/:licenceId/files/:serial',
      {
        config: session,
        schema: {
          operationId: 'getLicenceFile',
          summary: 'A licence file as it was issued',
          tags,
          params: FileParams,
          response: { 200: FileView },
        },
      },
      async (request) => {
        const { licenceId, serial } = request.params;
        return await service.openFile(personOf(request), licenceId, serial);
      },
    );

    for (const [path, what, operationId, summary] of [
      ['suspension', 'suspend', 'suspendLicence', 'Suspend a licence; machines learn it from the next revocation list'],
      ['resumption', 'resume', 'resumeLicence', 'End a suspension'],
      ['revocation', 'revoke', 'revokeLicence', 'Revoke a licence for good'],
    ] as const) {
      app.post(
        `/api/v1/licences/:licenceId/${path}`,
        {
          config: session,
          schema: { operationId, summary, tags, params: LicenceParams, body: ReasonBody, response: none },
        },
        async (request, reply) => {
          await takingBack.byPerson(personOf(request), what, request.params.licenceId, request.body.reason);
          return reply.status(204).send(null);
        },
      );
    }

    app.post(
      '/api/v1/licence-activations',
      {
        config: creating,
        schema: {
          operationId: 'acceptActivationRequest',
          summary: 'Answer the activation request of a machine',
          tags,
          body: FileBody,
          response: { 201: AcceptedActivationView },
        },
      },
      async (request, reply) => reply.status(201).send(await activations.accept(personOf(request), request.body.file)),
    );

    app.post(
      '/api/v1/licence-activations/:activationId/release',
      {
        config: session,
        schema: {
          operationId: 'releaseActivation',
          summary: 'Give a seat back without a receipt: an exception, which is counted',
          tags,
          params: ActivationParams,
          body: ReasonBody,
          response: none,
        },
      },
      async (request, reply) => {
        await activations.release(personOf(request), request.params.activationId, request.body.reason);
        return reply.status(204).send(null);
      },
    );

    app.post(
      '/api/v1/licence-deactivations',
      {
        config: creating,
        schema: {
          operationId: 'acceptDeactivationReceipt',
          summary: 'Take the receipt of a machine that gave its seat back',
          tags,
          body: FileBody,
          response: { 201: EndedActivationView },
        },
      },
      async (request, reply) =>
        reply.status(201).send(await activations.acceptReceipt(personOf(request), request.body.file)),
    );

    app.post(
      '/api/v1/usage-reports',
      {
        config: creating,
        schema: {
          operationId: 'acceptUsageReport',
          summary: 'Take the usage report of a machine',
          description:
            'A report that contradicts what was read before is kept as refused, flags its machine, and answers 200 with `outcome` `refused`.',
          tags,
          body: FileBody,
          response: { 200: UsageOutcomeView },
        },
      },
      async (request) => viewUsage(await usage.accept(personOf(request), request.body.file)),
    );

    app.get(
      '/api/v1/licence-revocations/current',
      {
        config: session,
        schema: {
          operationId: 'getRevocationList',
          summary: 'The newest revocation list, to be installed in machines',
          tags,
          response: { 200: RevocationListView },
        },
      },
      async (request) => {
        const list = await takingBack.newestList(personOf(request));
        if (!list) throw new LicenceNotFoundError('list');
        return { ...list, issuedAt: list.issuedAt.toISOString() };
      },
    );

    app.post(
      '/api/v1/licence-revocations',
      {
        config: creating,
        schema: {
          operationId: 'issueRevocationList',
          summary: 'Issue the revocation list anew',
          tags,
          response: { 201: RevocationListView },
        },
      },
      async (request, reply) => {
        const list = await takingBack.publishNow(personOf(request));
        return reply.status(201).send({ ...list, issuedAt: list.issuedAt.toISOString() });
      },
    );

    app.get(
      '/api/v1/licence-decisions',
      {
        config: session,
        schema: {
          operationId: 'listRefundDecisions',
          summary: 'Refunds whose licences wait for a decision',
          tags,
          response: { 200: DecisionList },
        },
      },
      async (request) => ({ items: (await takingBack.openDecisions(personOf(request))).map(viewDecision) }),
    );

    app.put(
      '/api/v1/licence-decisions/:decisionId',
      {
        config: session,
        schema: {
          operationId: 'decideRefund',
          summary: 'Suspend or keep a licence whose money was given back',
          tags,
          params: DecisionParams,
          body: DecisionBody,
          response: none,
        },
      },
      async (request, reply) => {
        const { decision, reason } = request.body;
        await takingBack.decide(personOf(request), request.params.decisionId, decision, reason);
        return reply.status(204).send(null);
      },
    );
  };
}

/** What was not given is not changed. */
function withoutUndefined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
