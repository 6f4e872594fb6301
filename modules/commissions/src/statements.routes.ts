import { type HttpApp, personOf } from '@nexus/http';
import { decodeCursor, InvalidInputError, type PersonActor } from '@nexus/kernel';
import { z } from 'zod';
import { Month, PartnerParams, StatementParams, StatementQuery, StatementView } from './commissions.schemas.ts';
import type { CommissionsService } from './commissions.service.ts';
import { viewStatement } from './commissions.view.ts';
import { statementCsv } from './statements/statement-csv.ts';
import type { StatementLine } from './statements/statements.repository.ts';

const tags = ['commissions'];
const session = { access: 'session' as const };

/** A table of more lines than this is asked for by the page. */
const mostCsvLines = 100_000;

export function statementsRoutes(service: CommissionsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/statements',
      config: session,
      schema: {
        operationId: 'listStatementMonths',
        summary: 'Months in which a partner earned or gave back, newest first',
        tags,
        params: PartnerParams,
        response: { 200: z.object({ items: z.array(Month) }) },
      },
      handler: async (request) => ({
        items: await service.listStatementMonths(personOf(request), request.params.partnerId),
      }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/partners/:partnerId/statements/:month',
      config: session,
      schema: {
        operationId: 'getStatement',
        summary: 'A partner’s month: each cent with its sale, rule, rate and date',
        tags,
        params: StatementParams,
        querystring: StatementQuery,
        response: { 200: z.union([StatementView, z.string()]) },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const { partnerId, month } = request.params;
        const { cursor, limit, format } = request.query;
        if (format === 'csv') {
          const { lines, names } = await wholeMonth(service, actor, partnerId, month);
          return reply
            .header('content-type', 'text/csv; charset=utf-8')
            .header('content-disposition', `attachment; filename="statement-${month}.csv"`)
            .send(statementCsv(lines, names));
        }
        const after = cursor === undefined ? 0n : numberIn(decodeCursor(cursor, 1)[0]);
        return viewStatement(await service.statementOf(actor, partnerId, month, after, limit));
      },
    });
  };
}

async function wholeMonth(service: CommissionsService, actor: PersonActor, partnerId: string, month: string) {
  const lines: StatementLine[] = [];
  const names = new Map<string, string>();
  for (let after = 0n; lines.length < mostCsvLines; ) {
    const part = await service.statementOf(actor, partnerId, month, after, 5_000);
    lines.push(...part.page.items);
    for (const [id, name] of part.names) names.set(id, name);
    if (part.page.nextCursor === null) break;
    after = lines.at(-1)!.id;
  }
  return { lines, names };
}

function numberIn(part: string | number | undefined): bigint {
  if (typeof part === 'string' && /^\d{1,19}$/.test(part)) return BigInt(part);
  throw new InvalidInputError('The cursor is not valid; start again from the first page.');
}
