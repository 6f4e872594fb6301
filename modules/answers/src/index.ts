export type { AnsweredQuestion, CitedQuote } from './answer-view.model.ts';
export { answersActions } from './answers.actions.ts';
export { frameOf } from './answers.frames.ts';
export type { AuditPort, CardsPort, FoundPassage, KeyringPort, Retrieval, RetrievalPort } from './answers.ports.ts';
export { answersSealed } from './answers.sealed.ts';
export { eraseConversationsOf } from './erase-conversations.repository.ts';
export { inContext, inConversation } from './follow-up.ts';
export { type AnswersModule, answersMigrations, createAnswersModule } from './module.ts';
