export { type AnswerOf, createApi, newIdempotencyKey, onSessionEnded, read } from './create-api.ts';
export { ApiProblem } from './problem.ts';
