import { type HttpApp, PageQuery, personOf } from '@nexus/http';
import { InvalidInputError } from '@nexus/kernel';
import { type AuditAction, isAuditAction } from './audit.actions.ts';
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
        const { cursor, limit, from, to, action, ...filter } = request.query;
        const named = action === undefined ? {} : { action: knownAction(action) };
        const times = { from: toDate(from), to: toDate(to) };
        const page = await service.listEntries(personOf(request), { ...filter, ...named, ...times }, { cursor, limit });
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

/** @throws InvalidInputError for what no log of ours says */
function knownAction(action: string): AuditAction {
  if (isAuditAction(action)) return action;
  throw new InvalidInputError('There is no such action.', [{ path: 'action', message: 'not in the catalogue' }]);
}
