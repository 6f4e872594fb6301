import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import type { SearchFilters } from '@nexus/search';
import { z } from 'zod';
import {
  AnswerView,
  AskBody,
  CitationParams,
  ConversationChangeBody,
  ConversationDetailsView,
  ConversationListQuery,
  ConversationPage,
  ConversationParams,
  ConversationView,
  FeedbackBody,
  type FiltersBody,
  OpenedCitationView,
  QuestionParams,
} from './answers.schemas.ts';
import type { AnswersService } from './answers.service.ts';
import { viewAnswer, viewConversation, viewOpenedCitation } from './answers.view.ts';
import type { createAskQuestion } from './use-cases/ask-question.ts';

const tags = ['answers'];
const session = { access: 'session' as const };
const none = { 204: z.null() };

export function answersRoutes(service: AnswersService, askQuestion: ReturnType<typeof createAskQuestion>) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/questions',
      config: {
        ...session,
        idempotent: true,
        // Asked again, it is what the person may read then.
        replay: async (request, id) => viewAnswer(await service.getQuestion(personOf(request), id)),
      },
      schema: {
        operationId: 'askQuestion',
        summary: 'Ask a question',
        description:
          'Answered with sentences quoted from the documents that you may read, with file, page and place, or with an honest `not_found`.',
        tags,
        body: AskBody,
        response: { 201: AnswerView },
      },
      handler: async (request, reply) => {
        const { text, conversationId, spaceIds, filters } = request.body;
        const answer = await askQuestion(personOf(request), {
          text,
          conversationId,
          spaceIds: spaceIds ?? null,
          filters: filters && searchFilters(filters),
        });
        return reply.status(201).send(viewAnswer(answer));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/questions/:questionId/citations/:citationId',
      config: session,
      schema: {
        operationId: 'openCitation',
        summary: 'Open a source of an answer: the passage around the quotation',
        tags,
        params: CitationParams,
        response: { 200: OpenedCitationView },
      },
      handler: async (request) => {
        const { questionId, citationId } = request.params;
        return viewOpenedCitation(await service.openCitation(personOf(request), questionId, citationId));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/questions/:questionId/feedback',
      config: session,
      schema: {
        operationId: 'giveFeedback',
        summary: 'Say whether an answer was right',
        tags,
        params: QuestionParams,
        body: FeedbackBody,
        response: none,
      },
      handler: async (request, reply) => {
        const { verdict, note } = request.body;
        await service.giveFeedback(personOf(request), request.params.questionId, verdict, note);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/conversations',
      config: session,
      schema: {
        operationId: 'listConversations',
        summary: 'Your conversations, last used first',
        tags,
        querystring: ConversationListQuery,
        response: { 200: ConversationPage },
      },
      handler: async (request) => {
        const page = await service.list(personOf(request), request.query);
        return { items: page.items.map(viewConversation), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/conversations/:conversationId',
      config: session,
      schema: {
        operationId: 'getConversation',
        summary: 'One conversation with its questions and answers',
        tags,
        params: ConversationParams,
        response: { 200: ConversationDetailsView },
      },
      handler: async (request, reply) => {
        const { conversation, questions } = await service.get(personOf(request), request.params.conversationId);
        const view = { ...viewConversation(conversation), questions: questions.map(viewAnswer) };
        return reply.header('etag', versionTag(conversation.version)).send(view);
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/conversations/:conversationId',
      config: { ...session, versioned: true },
      schema: {
        operationId: 'changeConversation',
        summary: 'Rename, pin or unpin a conversation',
        tags,
        params: ConversationParams,
        body: ConversationChangeBody,
        response: { 200: ConversationView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const { conversationId } = request.params;
        const conversation = await service.change(personOf(request), conversationId, version, request.body);
        return reply.header('etag', versionTag(conversation.version)).send(viewConversation(conversation));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/conversations/:conversationId',
      config: session,
      schema: {
        operationId: 'deleteConversation',
        summary: 'Delete a conversation',
        tags,
        params: ConversationParams,
        response: none,
      },
      handler: async (request, reply) => {
        await service.remove(personOf(request), request.params.conversationId);
        return reply.status(204).send(null);
      },
    });
  };
}

function searchFilters({ from, to, kinds, languages, folderIds }: z.infer<typeof FiltersBody>): SearchFilters {
  const dayOf = (date: string) => Math.floor(Date.parse(date) / 86_400_000);
  return {
    ...(kinds ? { kinds } : {}),
    ...(languages ? { languages } : {}),
    ...(folderIds ? { folderIds } : {}),
    ...(from ? { fromDay: dayOf(from) } : {}),
    ...(to ? { toDay: dayOf(to) } : {}),
  };
}
