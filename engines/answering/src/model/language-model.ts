export type ModelMessage = { role: 'user' | 'assistant'; content: string };

/**
 * Port to a text generator. The vault binds it to a local model server when an administrator configured one; without it, answers are quoted
 * sentences. What it writes is never shown without `checkSupport`.
 */
export type LanguageModel = {
  /** Pieces of text as they come. Ends early, without an error, when `signal` is aborted. */
  generate(request: { system: string; messages: readonly ModelMessage[]; signal?: AbortSignal }): AsyncIterable<string>;
};
