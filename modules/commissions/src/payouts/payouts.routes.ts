import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { PartnerParams } from '../commissions.schemas.ts';
import type { CommissionsService } from '../commissions.service.ts';
import {
  BatchListView,
  BatchParams,
  BatchView,
  ExportBody,
  FailedBody,
  PaidBody,
  PayoutParams,
  PayoutView,
  PrepareBody,
} from './payouts.schemas.ts';
import { viewBatch, viewBatchHead, viewPayout } from './payouts.view.ts';

const tags = ['payouts'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

export function payoutsRoutes(service: CommissionsService) {
  const { payouts, asOffice } = service;
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/payout-batches',
      config: session,
      schema: {
        operationId: 'listPayoutBatches',
        summary: 'Payout batches, newest first',
        tags,
        response: { 200: BatchListView },
      },
      handler: async (request) => ({
        items: (await asOffice(personOf(request), (tx) => payouts.listBatches(tx))).map(viewBatchHead),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payout-batches',
      config: creating,
      schema: {
        operationId: 'preparePayoutBatch',
        summary: 'Claim what is payable in a currency for a batch that somebody else approves',
        tags,
        body: PrepareBody,
        response: { 201: BatchView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        await service.releaseNow();
        const batch = await asOffice(actor, (tx) => payouts.prepare(tx, actor, request.body.currency));
        return reply.status(201).send(viewBatch(batch));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/payout-batches/:batchId',
      config: session,
      schema: {
        operationId: 'getPayoutBatch',
        summary: 'A batch with its payouts, and what it left where it was',
        tags,
        params: BatchParams,
        response: { 200: BatchView },
      },
      handler: async (request) =>
        viewBatch(await asOffice(personOf(request), (tx) => payouts.getBatch(tx, request.params.batchId))),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payout-batches/:batchId/approve',
      config: creating,
      schema: {
        operationId: 'approvePayoutBatch',
        summary: 'Approve a batch that somebody else prepared',
        tags,
        params: BatchParams,
        response: { 200: BatchView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        return viewBatch(await asOffice(actor, (tx) => payouts.approve(tx, actor, request.params.batchId)));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payout-batches/:batchId/cancel',
      config: creating,
      schema: {
        operationId: 'cancelPayoutBatch',
        summary: 'Give up a draft; its money is payable again',
        tags,
        params: BatchParams,
        response: { 200: BatchView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        return viewBatch(await asOffice(actor, (tx) => payouts.cancel(tx, actor, request.params.batchId)));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payout-batches/:batchId/exports',
      config: session,
      schema: {
        operationId: 'exportPayoutBatch',
        summary:
          'The file for a bank: SEPA pain.001.001.09, or a table of transfers. The first one marks its payouts as sent',
        tags,
        params: BatchParams,
        body: ExportBody,
        response: { 200: z.string() },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { format } = request.body;
        const { batchId } = request.params;
        const { content } = await asOffice(actor, (tx) => payouts.exportBatch(tx, actor, batchId, format));
        const [type, ending] = format === 'csv' ? ['text/csv', 'csv'] : ['application/xml', 'xml'];
        return reply
          .header('content-type', `${type}; charset=utf-8`)
          .header('content-disposition', `attachment; filename="payouts-${batchId}.${ending}"`)
          .send(content);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payouts/:payoutId/paid',
      config: creating,
      schema: {
        operationId: 'markPayoutPaid',
        summary: 'Record that a payout arrived; by hand with its reference and proof',
        tags,
        params: PayoutParams,
        body: PaidBody,
        response: { 200: PayoutView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        const { reference = null, proofSha256 } = request.body;
        const proof = { reference, proofSha256: proofSha256 === undefined ? null : Buffer.from(proofSha256, 'hex') };
        return viewPayout(await asOffice(actor, (tx) => payouts.markPaid(tx, actor, request.params.payoutId, proof)));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/payouts/:payoutId/failed',
      config: creating,
      schema: {
        operationId: 'markPayoutFailed',
        summary: 'Record that a payout came back; its money is payable again',
        tags,
        params: PayoutParams,
        body: FailedBody,
        response: { 200: PayoutView },
      },
      handler: async (request) => {
        const actor = personOf(request);
        const { reason } = request.body;
        return viewPayout(
          await asOffice(actor, (tx) => payouts.markFailed(tx, actor, request.params.payoutId, reason)),
        );
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/payouts',
      config: session,
      schema: {
        operationId: 'listPartnerPayouts',
        summary: 'A partner’s payouts, newest first',
        tags,
        params: PartnerParams,
        response: { 200: z.object({ items: z.array(PayoutView) }) },
      },
      handler: async (request) => ({
        items: (await service.listPayoutsOf(personOf(request), request.params.partnerId)).map(viewPayout),
      }),
    });
  };
}
