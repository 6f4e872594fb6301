import { type HttpApp, PageQuery, personOf } from '@nexus/http';
import { ActivityPage, EntriesPage, EntriesQuery } from './audit.schemas.ts';
import type { AuditService } from './audit.service.ts';
import { viewActivity, viewEntry } from './audit.view.ts';

const tags = ['audit'];

export function createAuditRoutes(service: Pick<AuditService, 'listEntries' | 'listActivity'>): (app: HttpApp) => void {
  return (app) => {
    app.get(
      '/api/v1/audit/entries',
      {
        config: { access: 'session', roles: ['auditor'] },
        schema: {
          operationId: 'listAuditEntries',
          summary: 'The audit log, newest first. Reading it is recorded in it.',
          tags,
          querystring: EntriesQuery,
          response: { 200: EntriesPage },
        },
      },
      async (request) => {
        const { cursor, limit, from, to, ...filter } = request.query;
        const times = { from: toDate(from), to: toDate(to) };
        const page = await service.listEntries(personOf(request), { ...filter, ...times }, { cursor, limit });
        return { items: page.items.map(viewEntry), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/api/v1/me/activity',
      {
        config: { access: 'session' },
        schema: {
          operationId: 'listMyActivity',
          summary: 'What I did, and who signed in or tried to under my name, newest first',
          tags,
          querystring: PageQuery,
          response: { 200: ActivityPage },
        },
      },
      async (request) => {
        const page = await service.listActivity(personOf(request), request.query);
        return { items: page.items.map(viewActivity), nextCursor: page.nextCursor };
      },
    );
  };
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
