export * from './contract.ts';
export { createParser, type ParserOptions } from './parser.ts';
