import { Readable } from 'node:stream';
import { type HttpApp, type HttpReply, personOf } from '@nexus/http';
import { z } from 'zod';
import type { AuditLog } from './audit-log.ts';
import {
  AcceptBreak,
  AcceptedView,
  CheckpointsQuery,
  CheckpointsView,
  CheckpointView,
  ConsistencyQuery,
  ConsistencyView,
  LogStateView,
  RotationView,
  SequenceParams,
} from './log.schemas.ts';
import { viewBreak, viewCheckpoint, viewState } from './log.view.ts';

const tags = ['audit'];
const auditor = { access: 'session' as const, roles: ['auditor' as const] };
const officer = { access: 'session' as const, roles: ['officer' as const] };
/** Whoever answers for the server sees that its log holds; there is no content in it. */
const anyDuty = {
  access: 'session' as const,
  roles: ['auditor' as const, 'officer' as const, 'administrator' as const],
};

export function createLogRoutes(log: AuditLog): (app: HttpApp) => void {
  return (app) => {
    app.route({
      method: 'GET',
      url: '/api/v1/audit/log',
      config: anyDuty,
      schema: {
        operationId: 'getAuditLog',
        summary: 'The log as a whole: size, checkpoint, where it went, whether it holds',
        tags,
        response: { 200: LogStateView },
      },
      handler: async () => viewState(await log.state()),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/audit/checkpoints',
      config: anyDuty,
      schema: {
        operationId: 'listAuditCheckpoints',
        summary: 'Signed checkpoints, newest first',
        tags,
        querystring: CheckpointsQuery,
        response: { 200: CheckpointsView },
      },
      handler: async ({ query }) => ({
        items: (await log.listCheckpoints(query.before ?? null, query.limit)).map(viewCheckpoint),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/checkpoints',
      config: anyDuty,
      schema: {
        operationId: 'signAuditCheckpoint',
        summary: 'Signs what the log holds now and brings it to the second places',
        tags,
        response: { 200: CheckpointView.nullable() },
      },
      handler: async () => {
        const checkpoint = await log.checkpointNow();
        return checkpoint && viewCheckpoint(checkpoint);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/audit/consistency',
      config: anyDuty,
      schema: {
        operationId: 'proveAuditConsistency',
        summary: 'Proof that one checkpoint continues another',
        tags,
        querystring: ConsistencyQuery,
        response: { 200: ConsistencyView },
      },
      handler: async ({ query }) => {
        const { older, newer, proof } = await log.consistency(query.from, query.to);
        return {
          older: viewCheckpoint(older),
          newer: viewCheckpoint(newer),
          proof: proof.map((hash) => hash.toString('base64')),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/audit/log/entries/:sequence',
      config: auditor,
      schema: {
        operationId: 'getAuditEntryBytes',
        summary: 'The bytes of one entry, as they were hashed',
        tags,
        params: SequenceParams,
        response: { 200: z.any().describe('Canonical JSON (RFC 8785)') },
      },
      handler: async (request, reply) => {
        const { sequence } = request.params;
        const entry = await log.entry(personOf(request), sequence);
        return asFile(reply, `entry-${sequence}.json`, entry);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/audit/log/entries/:sequence/proof',
      config: auditor,
      schema: {
        operationId: 'proveAuditEntry',
        summary: 'Proof that an entry is in the log (C2SP tlog-proof)',
        tags,
        params: SequenceParams,
        response: { 200: z.any().describe('A text of under 2 kB') },
      },
      handler: async (request, reply) => {
        const { sequence } = request.params;
        const proof = await log.proof(personOf(request), sequence);
        return asFile(reply, `entry-${sequence}.tlog-proof`, Buffer.from(proof));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/audit/log/export',
      config: auditor,
      schema: {
        operationId: 'exportAuditLog',
        summary: 'The whole log as a ZIP archive that anybody can verify with the public key',
        tags,
        response: { 200: z.any().describe('application/zip') },
      },
      handler: async (request, reply) => {
        const { fileName, bytes, size } = await log.export(personOf(request));
        reply.header('x-nexus-log-size', size);
        return asFile(reply, fileName, Readable.from(bytes));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/verifications',
      config: anyDuty,
      schema: {
        operationId: 'verifyAuditLog',
        summary: 'Hashes every entry in the database and compares with tree and checkpoint',
        tags,
        response: { 202: LogStateView },
      },
      handler: async (_, reply) => {
        await log.checkpointNow();
        // Goes on by itself; the state has its progress and its end.
        const running = log.selfCheck.run();
        await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 2_000))]);
        running.catch(() => {});
        return reply.status(202).send(viewState(await log.state()));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/key/rotations',
      config: officer,
      schema: {
        operationId: 'rotateAuditKey',
        summary: 'A new key for checkpoints, announced in the log under the old one',
        tags,
        response: { 200: RotationView },
      },
      handler: async (request) => ({ publicKey: await log.rotateKey(personOf(request)) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/break/acceptance',
      config: officer,
      schema: {
        operationId: 'acceptAuditBreak',
        summary: 'Lets the log go on after a break was looked into; the log says so for ever',
        tags,
        body: AcceptBreak,
        response: { 200: AcceptedView },
      },
      handler: async (request) => {
        const accepted = await log.acceptBreak(personOf(request), request.body.reason);
        return { accepted: accepted && viewBreak(accepted) };
      },
    });
  };
}

function asFile(reply: HttpReply, name: string, bytes: Buffer | Readable): HttpReply {
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => payload as string)
    .send(bytes);
}
