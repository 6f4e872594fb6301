import type { HttpApp } from '@nexus/http';
import { answersRoutes } from './answers.routes.ts';
import { type AnswersDependencies, createAnswersService } from './answers.service.ts';
import { exportRoutes } from './export/export.routes.ts';
import { createAskQuestion } from './use-cases/ask-question.ts';

export function createAnswersModule(dependencies: AnswersDependencies) {
  const service = createAnswersService(dependencies);
  const askQuestion = createAskQuestion(dependencies);
  return {
    service,
    askQuestion,
    routes(app: HttpApp): void {
      answersRoutes(service, askQuestion)(app);
      exportRoutes(service, dependencies.clock)(app);
    },
  };
}

export type AnswersModule = ReturnType<typeof createAnswersModule>;
export const answersMigrations = { name: 'answers', directory: new URL('../migrations/', import.meta.url) };
