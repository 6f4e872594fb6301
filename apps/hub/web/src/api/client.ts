import { type AnswerOf, createApi } from '@nexus/page/api';
import type { operations, paths } from './schema.gen.ts';

/** Every request of the page, typed by the hub's own OpenAPI document. Fails with `ApiProblem` and with nothing else. */
export const api = createApi<paths>();

/** What an operation answers when it succeeds: `Answered<'getOrganisation'>`. */
export type Answered<Name extends keyof operations> = AnswerOf<operations[Name]>;
