export { setPdf } from './set-pdf.ts';
