export { createAnswering } from './answering.ts';
export type * from './contract.ts';
