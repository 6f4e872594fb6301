import { type HttpApp, personOf } from '@nexus/http';
import type { Clock } from '@nexus/kernel';
import { z } from 'zod';
import {
  AddTargetBody,
  BackupsView,
  ChangeTargetBody,
  PruningParams,
  PruningView,
  RunBody,
  RunParams,
  RunView,
  TargetParams,
} from './backups.schemas.ts';
import type { BackupsService } from './backups.service.ts';
import { viewPruning, viewRun, viewTarget } from './backups.view.ts';

const tags = ['backups'];
const administrator = { access: 'session' as const, roles: ['administrator' as const] };
const officer = { access: 'session' as const, roles: ['officer' as const] };
const either = { access: 'session' as const, roles: ['administrator' as const, 'officer' as const] };
const none = { 204: z.null() };

/** What a place does unless somebody says otherwise. A store that is always there takes the log too; nobody can say that of a folder, so it does as well. */
const usual = { continuous: true, lossSeconds: 30, everyHours: 24, keepDays: 30, alarmDays: 3, drillDays: 7 };

export function backupsRoutes(service: BackupsService, clock: Clock) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/backups',
      config: either,
      schema: {
        operationId: 'getBackups',
        summary: 'Places, what they hold, what they are doing, and alarms',
        tags,
        response: { 200: BackupsView },
      },
      handler: async (request) => ({
        isOn: service.isOn,
        targets: (await service.overview(personOf(request))).map((overview) => viewTarget(overview, clock.now())),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/backups/targets',
      config: { ...administrator, idempotent: true },
      schema: {
        operationId: 'addBackupTarget',
        summary: 'Add a place for backups; the first one begins at once',
        description: 'Folders lie below one of NEXUS_BACKUP_ROOTS. The place has to be there.',
        tags,
        body: AddTargetBody,
        response: { 201: z.object({ id: z.uuid() }) },
      },
      handler: async (request, reply) => {
        const { place, settings } = request.body;
        const row = await service.addTarget(personOf(request), place, { ...usual, ...settings });
        return reply.status(201).send({ id: row.id });
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/backups/targets/:targetId',
      config: administrator,
      schema: {
        operationId: 'changeBackupTarget',
        summary: 'Change schedule, retention of later backups, alarms and drills',
        tags,
        params: TargetParams,
        body: ChangeTargetBody,
        response: none,
      },
      handler: async (request, reply) => {
        await service.changeTarget(personOf(request), request.params.targetId, request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/backups/targets/:targetId',
      config: administrator,
      schema: {
        operationId: 'removeBackupTarget',
        summary: 'Stop backing up to a place; what is there stays',
        tags,
        params: TargetParams,
        response: none,
      },
      handler: async (request, reply) => {
        await service.removeTarget(personOf(request), request.params.targetId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/backups/targets/:targetId/runs',
      config: { ...administrator, idempotent: true },
      schema: {
        operationId: 'startBackupRun',
        summary: 'Back up, verify or drill now',
        tags,
        params: TargetParams,
        body: RunBody,
        response: { 201: RunView },
      },
      handler: async (request, reply) => {
        const run = await service.requestRun(personOf(request), request.params.targetId, request.body.kind);
        return reply.status(201).send(viewRun(run));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/backups/runs',
      config: either,
      schema: {
        operationId: 'listBackupRuns',
        summary: 'The newest hundred runs',
        tags,
        response: { 200: z.object({ items: z.array(RunView) }) },
      },
      handler: async (request) => ({ items: (await service.listRuns(personOf(request))).map(viewRun) }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/backups/runs/:runId',
      config: either,
      schema: { operationId: 'getBackupRun', summary: 'One run', tags, params: RunParams, response: { 200: RunView } },
      handler: async (request) => viewRun(await service.getRun(personOf(request), request.params.runId)),
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/backups/runs/:runId',
      config: administrator,
      schema: {
        operationId: 'cancelBackupRun',
        summary: 'Stop a run; what it has written is used by the next',
        tags,
        params: RunParams,
        response: none,
      },
      handler: async (request, reply) => {
        await service.cancelRun(personOf(request), request.params.runId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/backups/targets/:targetId/prunings',
      config: { ...administrator, idempotent: true },
      schema: {
        operationId: 'askBackupPruning',
        summary: 'Ask that backups past their time may go',
        description:
          'An officer confirms, three days pass, then they go. Never the three newest, never one whose time is not over.',
        tags,
        params: TargetParams,
        response: { 201: PruningView },
      },
      handler: async (request, reply) => {
        const pruning = await service.askPruning(personOf(request), request.params.targetId);
        return reply.status(201).send(viewPruning(pruning));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/backups/prunings/:pruningId/confirm',
      config: { ...officer, idempotent: true },
      schema: {
        operationId: 'confirmBackupPruning',
        summary: 'Confirm a pruning, for officers',
        tags,
        params: PruningParams,
        response: none,
      },
      handler: async (request, reply) => {
        await service.confirmPruning(personOf(request), request.params.pruningId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/backups/prunings/:pruningId',
      config: either,
      schema: {
        operationId: 'cancelBackupPruning',
        summary: 'Call a pruning off, until it is carried out',
        tags,
        params: PruningParams,
        response: none,
      },
      handler: async (request, reply) => {
        await service.cancelPruning(personOf(request), request.params.pruningId);
        return reply.status(204).send(null);
      },
    });
  };
}
