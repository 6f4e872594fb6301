import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { Timestamp } from '../crm.schemas.ts';
import type { ChecklistService } from './checklist.service.ts';

const tags = ['opportunities'];
const session = { access: 'session' as const };
const Params = z.object({ opportunityId: z.uuid() });
const ItemParams = Params.extend({ code: z.string().max(40) });
const Body = z.object({ isDone: z.boolean(), note: z.string().trim().max(2000).nullable().default(null) });
const View = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      phase: z.enum(['pre_sale', 'demonstration', 'negotiation', 'closing']),
      text: z.object({ es: z.string(), en: z.string() }),
      doneBy: z.uuid().nullable(),
      doneAt: Timestamp.nullable(),
      note: z.string().nullable(),
    }),
  ),
});

export function checklistRoutes(checklist: ChecklistService) {
  const view = (rows: Awaited<ReturnType<ChecklistService['get']>>): z.infer<typeof View> => ({
    items: rows.map(({ code, phase, textEs, textEn, doneBy, doneAt, note }) => ({
      code,
      phase,
      text: { es: textEs, en: textEn },
      doneBy,
      doneAt: doneAt?.toISOString() ?? null,
      note,
    })),
  });
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/opportunities/:opportunityId/checklist',
      config: session,
      schema: {
        operationId: 'getSalesChecklist',
        summary: 'The sales checklist of an opportunity',
        tags,
        params: Params,
        response: { 200: View },
      },
      handler: async (request) => view(await checklist.get(personOf(request), request.params.opportunityId)),
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/opportunities/:opportunityId/checklist/:code',
      config: session,
      schema: {
        operationId: 'markSalesChecklist',
        summary: 'Tick a point of the sales checklist, or take the tick away',
        tags,
        params: ItemParams,
        body: Body,
        response: { 200: View },
      },
      handler: async (request) => {
        const { opportunityId, code } = request.params;
        return view(await checklist.set(personOf(request), opportunityId, { code, ...request.body }));
      },
    });
  };
}
