import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { QuestionBody, QuestionParams, QuestionView } from './backups.schemas.ts';
import { viewQuestion } from './backups.view.ts';
import type { DrillQuestionsService } from './drill-questions.service.ts';

const tags = ['backups'];
const session = { access: 'session' as const };

export function drillQuestionsRoutes(service: DrillQuestionsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/backups/drill-questions',
      config: session,
      schema: {
        operationId: 'listDrillQuestions',
        summary: 'The questions that you set for restore drills',
        tags,
        response: { 200: z.object({ items: z.array(QuestionView) }) },
      },
      handler: async (request) => ({ items: (await service.list(personOf(request))).map(viewQuestion) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/backups/drill-questions',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'addDrillQuestion',
        summary: 'Have every restore drill ask this, with your rights; the document has to be among the sources',
        tags,
        body: QuestionBody,
        response: { 201: QuestionView },
      },
      handler: async (request, reply) => {
        const { text, documentId } = request.body;
        return reply.status(201).send(viewQuestion(await service.add(personOf(request), text, documentId)));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/backups/drill-questions/:questionId',
      config: session,
      schema: {
        operationId: 'removeDrillQuestion',
        summary: 'Ask it no more',
        tags,
        params: QuestionParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.remove(personOf(request), request.params.questionId);
        return reply.status(204).send(null);
      },
    });
  };
}
