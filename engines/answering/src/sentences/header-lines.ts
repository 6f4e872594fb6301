import type { Question } from '../contract.ts';

const headerLine =
  /^\s*(?:(subject|asunto|re|rv|fwd?)|(from|to|cc|bcc|de|para|cco|sent by|enviado por)|(date|sent|fecha|enviado(?: el)?))\s*:\s/iu;
const asksForSubject = /\b(?:subject|asunto)\b/iu;

/**
 * Whether a sentence is a line of a mail's head. It repeats in short what the mail says, and is an answer only to who wrote, when, and about what.
 */
export function isIdleHeaderLine(text: string, { text: asked, expects }: Question): boolean {
  const match = headerLine.exec(text);
  if (match === null) return false;
  if (match[1] !== undefined) return !asksForSubject.test(asked);
  return match[2] !== undefined ? expects !== 'person' && expects !== 'organisation' : expects !== 'date';
}
