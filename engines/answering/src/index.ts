export { createAnswering } from './answering.ts';
export type * from './contract.ts';
export { checkSupport, type SupportedSentence } from './model/check-support.ts';
export type { LanguageModel, ModelMessage } from './model/language-model.ts';
export { type AnsweringParameters, defaultParameters } from './parameters.ts';
