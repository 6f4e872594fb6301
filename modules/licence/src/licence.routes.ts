import { type HttpApp, personOf } from '@nexus/http';
import type { PersonActor } from '@nexus/kernel';
import type { WrittenFile } from './files/activation.service.ts';
import type { Installed } from './files/install.service.ts';
import { NoWrittenFileError } from './licence.errors.ts';
import {
  InstallBody,
  InstalledView,
  OverviewView,
  ReportList,
  ReportParams,
  StandingView,
  WrittenFileView,
  WrittenKindParams,
  WrittenReportView,
} from './licence.schemas.ts';
import { viewOverview, viewReport, viewStanding } from './licence.view.ts';
import type { Overview } from './overview.service.ts';
import type { Standing } from './standing/standing.service.ts';
import type { createReportsService } from './usage/reports.service.ts';

export type LicenceUseCases = {
  standing(): Promise<Standing>;
  overview(actor: PersonActor): Promise<Overview>;
  install(actor: PersonActor, file: string): Promise<Installed>;
  requestActivation(actor: PersonActor): Promise<WrittenFile>;
  deactivate(actor: PersonActor): Promise<WrittenFile>;
  openFile(actor: PersonActor, kind: 'request' | 'receipt'): Promise<WrittenFile | null>;
  reports: Omit<ReturnType<typeof createReportsService>, 'closeMonths'>;
};

const tags = ['licence'];
const administrators = { access: 'session' as const, roles: ['administrator' as const] };

export function licenceRoutes(useCases: LicenceUseCases) {
  return function routes(app: HttpApp): void {
    app.get(
      '/api/v1/licence/standing',
      {
        config: { access: 'session' },
        schema: {
          operationId: 'getLicenceStanding',
          summary: 'Whether new work is possible, and what is going to change that',
          tags,
          response: { 200: StandingView },
        },
      },
      async () => viewStanding(await useCases.standing()),
    );

    app.get(
      '/api/v1/licence',
      {
        config: administrators,
        schema: {
          operationId: 'getLicence',
          summary: 'The licence of this server, its activation and what was counted',
          tags,
          response: { 200: OverviewView },
        },
      },
      async (request) => viewOverview(await useCases.overview(personOf(request))),
    );

    app.post(
      '/api/v1/licence/files',
      {
        config: { ...administrators, idempotent: true },
        schema: {
          operationId: 'installLicenceFile',
          summary: 'Install a file of the issuer: a licence, an answer to an activation request, a revocation list',
          tags,
          body: InstallBody,
          response: { 200: InstalledView },
        },
      },
      async (request) => {
        const { kind, isNew } = await useCases.install(personOf(request), request.body.file);
        return { kind, isNew, standing: viewStanding(await useCases.standing()) };
      },
    );

    app.post(
      '/api/v1/licence/activation-requests',
      {
        config: { ...administrators, idempotent: true },
        schema: {
          operationId: 'requestActivation',
          summary: 'Write a request for activation, to be carried to the issuer; one that was written before is void',
          tags,
          response: { 201: WrittenFileView },
        },
      },
      async (request, reply) => reply.status(201).send(await useCases.requestActivation(personOf(request))),
    );

    app.post(
      '/api/v1/licence/deactivation',
      {
        config: { ...administrators, idempotent: true },
        schema: {
          operationId: 'deactivateLicence',
          summary: 'End the activation of this machine and write the receipt that frees its seat; new work stops',
          tags,
          response: { 201: WrittenFileView },
        },
      },
      async (request, reply) => reply.status(201).send(await useCases.deactivate(personOf(request))),
    );

    app.get(
      '/api/v1/licence/written/:kind',
      {
        config: administrators,
        schema: {
          operationId: 'getWrittenLicenceFile',
          summary: 'The open request for activation, or the receipt of the last deactivation, once more',
          tags,
          params: WrittenKindParams,
          response: { 200: WrittenFileView },
        },
      },
      async (request) => {
        const kind = request.params.kind === 'activation-request' ? 'request' : 'receipt';
        const file = await useCases.openFile(personOf(request), kind);
        if (!file) throw new NoWrittenFileError();
        return file;
      },
    );

    app.get(
      '/api/v1/licence/reports',
      {
        config: administrators,
        schema: {
          operationId: 'listUsageReports',
          summary: 'Usage reports that were written, newest first',
          tags,
          response: { 200: ReportList },
        },
      },
      async (request) => ({ items: (await useCases.reports.list(personOf(request))).map(viewReport) }),
    );

    app.post(
      '/api/v1/licence/reports',
      {
        config: { ...administrators, idempotent: true },
        schema: {
          operationId: 'writeUsageReport',
          summary: 'Write a usage report now; the month stays open',
          tags,
          response: { 201: WrittenReportView },
        },
      },
      async (request, reply) => {
        const { report, file } = await useCases.reports.write(personOf(request));
        return reply.status(201).send({ report: viewReport(report), file });
      },
    );

    app.get(
      '/api/v1/licence/reports/:reportId',
      {
        config: administrators,
        schema: {
          operationId: 'getUsageReport',
          summary: 'The file of a usage report',
          tags,
          params: ReportParams,
          response: { 200: WrittenFileView },
        },
      },
      async (request) => await useCases.reports.open(personOf(request), request.params.reportId),
    );
  };
}
