import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { z } from 'zod';
import {
  ActivityParams,
  ActivityView,
  CalendarQuery,
  NewActivityBody,
  SubjectQuery,
  UpdateActivityBody,
} from './activities.schemas.ts';
import type { ActivitiesService } from './activities.service.ts';
import { viewActivity } from './activities.view.ts';

const tags = ['activities'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const many = { 200: z.object({ items: z.array(ActivityView) }) };
const calendar = { 200: z.string().describe('text/calendar (RFC 5545)') };
const calendarType = 'text/calendar; charset=utf-8';

export function activitiesRoutes(activities: ActivitiesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/activities',
      config: session,
      schema: {
        operationId: 'listActivities',
        summary: 'Tasks, notes, meetings and letters about a customer or an opportunity, newest first',
        tags,
        querystring: SubjectQuery,
        response: many,
      },
      handler: async (request) => ({
        items: (await activities.list(personOf(request), request.query)).map(viewActivity),
      }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/my/tasks',
      config: session,
      schema: { operationId: 'listMyTasks', summary: 'Your open tasks, the next first', tags, response: many },
      handler: async (request) => ({ items: (await activities.myTasks(personOf(request))).map(viewActivity) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/activities',
      config: creating,
      schema: {
        operationId: 'createActivity',
        summary: 'Add a task, a note or a meeting',
        tags,
        body: NewActivityBody,
        response: { 201: ActivityView },
      },
      handler: async (request, reply) => {
        const row = await activities.create(personOf(request), request.body);
        return reply.status(201).header('etag', versionTag(row.version)).send(viewActivity(row));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/activities/:activityId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'updateActivity',
        summary: 'Change a task, a note or a meeting',
        tags,
        params: ActivityParams,
        body: UpdateActivityBody,
        response: { 200: ActivityView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const row = await activities.update(personOf(request), request.params.activityId, version, request.body);
        return reply.header('etag', versionTag(row.version)).send(viewActivity(row));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/activities/:activityId/calendar',
      config: session,
      schema: {
        operationId: 'getMeetingCalendar',
        summary: 'A meeting for a calendar program',
        tags,
        params: ActivityParams,
        response: calendar,
      },
      handler: async (request, reply) =>
        reply
          .header('content-disposition', 'attachment; filename="meeting.ics"')
          .type(calendarType)
          .send(await activities.meeting(personOf(request), request.params.activityId)),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/my/calendar',
      config: session,
      schema: {
        operationId: 'getMyCalendar',
        summary: 'Your meetings for a calendar program',
        tags,
        querystring: CalendarQuery,
        response: calendar,
      },
      handler: async (request, reply) => {
        const { from, until } = request.query;
        return reply.type(calendarType).send(await activities.calendar(personOf(request), from, until));
      },
    });
  };
}
