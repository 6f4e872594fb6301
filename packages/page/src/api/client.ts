import { type AnswerOf, createApi } from './create-api.ts';
import type { operations, paths } from './schema.gen.ts';

/** What every server of Nexus answers: people, sessions, ways in. */
export const api = createApi<paths>();

export type Answered<Name extends keyof operations> = AnswerOf<operations[Name]>;
