import type { ParseEvent, ParseLimits } from './contract.ts';
import { detectLanguage } from './language.ts';

/** Sees every event of a document on its way out: counts against the limits, and knows at the end what the whole text was like. */
export type Tally = {
  /** The event as it goes out; a `failed` in its place when a limit is broken. */
  pass(event: ParseEvent): ParseEvent[];
  /** A limit was broken: nothing more will pass. */
  readonly over: boolean;
};

const SAMPLE_CHARACTERS = 40_000;

export function createTally(limits: ParseLimits): Tally {
  let characters = 0;
  let parts = 0;
  let unread = 0;
  let attachments = 0;
  let sample = '';
  let over: ParseEvent | null = null;
  return {
    get over() {
      return over !== null;
    },
    pass(event) {
      if (over) return [];
      if (event.type === 'blocks') {
        for (const block of event.blocks) {
          characters += block.text.length;
          if (sample.length < SAMPLE_CHARACTERS) sample += `${block.text.slice(0, 2000)}\n`;
        }
        if (characters > limits.maxCharacters) {
          over = {
            type: 'failed',
            reason: 'too_large',
            detail: `the text is longer than ${limits.maxCharacters} characters`,
          };
        }
      }
      if (event.type === 'quality') {
        parts += event.parts.length;
        unread += event.parts.filter((part) => part.method === 'unread').length;
        if (parts > limits.maxParts) {
          over = { type: 'failed', reason: 'too_large', detail: `the file has more than ${limits.maxParts} parts` };
        }
      }
      if (event.type === 'attachment') attachments++;
      if (over) return [over];
      if (event.type !== 'done') return [event];
      if (characters === 0 && unread === 0 && attachments === 0) {
        return [{ type: 'failed', reason: 'no_text', detail: 'the file was read whole and holds no text' }];
      }
      // What a file says of itself is often only the language of the program that wrote it, so the text is asked first.
      const detected = detectLanguage(sample);
      const language = detected === 'und' ? event.metadata.language : detected;
      return [{ ...event, metadata: { ...event.metadata, language } }];
    },
  };
}
