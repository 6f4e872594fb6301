import { type HttpApp, personOf, readMoney, viewMoney } from '@nexus/http';
import { z } from 'zod';
import type { CommissionsService } from '../commissions.service.ts';
import { WriteOffBody, WriteOffParams, WriteOffsView } from './payouts.schemas.ts';

const tags = ['payouts'];

export function writeOffsRoutes({ payouts, asOffice }: CommissionsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/clawback-write-offs',
      config: { access: 'session' },
      schema: {
        operationId: 'listWriteOffs',
        summary: 'Requests to give up a claim on a partner, newest first',
        tags,
        response: { 200: WriteOffsView },
      },
      handler: async (request) => ({
        items: (await asOffice(personOf(request), (tx) => payouts.listWriteOffs(tx))).map((row) => ({
          id: row.id,
          partnerId: row.partnerId,
          amount: viewMoney({ minor: row.amountMinor, currency: row.currency }),
          reason: row.reason,
          requestedBy: row.requestedBy,
          approvedBy: row.approvedBy,
        })),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/clawback-write-offs',
      config: { access: 'session', idempotent: true },
      schema: {
        operationId: 'requestWriteOff',
        summary: 'Ask to give up a claim on a partner; somebody else approves it',
        tags,
        body: WriteOffBody,
        response: { 201: z.object({ id: z.uuid() }) },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { partnerId, amount, reason } = request.body;
        const { minor: amountMinor, currency } = readMoney(amount);
        const id = await asOffice(actor, (tx) =>
          payouts.requestWriteOff(tx, actor, { partnerId, currency, amountMinor, reason }),
        );
        return reply.status(201).send({ id });
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/clawback-write-offs/:writeOffId/approve',
      config: { access: 'session', idempotent: true },
      schema: {
        operationId: 'approveWriteOff',
        summary: 'Give up a claim that somebody else asked to give up',
        tags,
        params: WriteOffParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        await asOffice(actor, (tx) => payouts.approveWriteOff(tx, actor, request.params.writeOffId));
        return reply.status(204).send(null);
      },
    });
  };
}
