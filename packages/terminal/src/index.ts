export { createProgressLine, printable, style, wrap } from './terminal.ts';
