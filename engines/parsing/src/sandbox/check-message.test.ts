import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessage } from './check-message.ts';
import { FrameError } from './frames.ts';

const block = {
  kind: 'paragraph',
  text: 'Acta de la reunión',
  place: { part: 1, lines: [{ start: 0, end: 18, rect: [0.1, 0.1, 0.9, 0.2] }] },
};

describe('checkMessage', () => {
  it('lets a good message through', () => {
    expect(checkMessage({ type: 'blocks', blocks: [block] })).toEqual({ type: 'blocks', blocks: [block] });
  });

  it.each([
    ['an unknown type', { type: 'exec' }],
    ['no object', 'blocks'],
    ['blocks that are no list', { type: 'blocks', blocks: block }],
    ['a text that is no string', { type: 'blocks', blocks: [{ ...block, text: { toString: 1 } }] }],
    ['an unknown kind', { type: 'blocks', blocks: [{ ...block, kind: 'script' }] }],
    [
      'a line that ends after the text',
      {
        type: 'blocks',
        blocks: [{ ...block, place: { part: 1, lines: [{ start: 0, end: 99, rect: [0, 0, 1, 1] }] } }],
      },
    ],
    [
      'a rectangle off the page',
      { type: 'blocks', blocks: [{ ...block, place: { part: 1, lines: [{ start: 0, end: 1, rect: [0, 0, 7, 1] }] } }] },
    ],
    [
      'a part that is no count',
      { type: 'quality', parts: [{ part: -1, kind: 'page', method: 'text', characters: 0 }] },
    ],
    ['an unknown failure', { type: 'failed', reason: 'whatever', detail: '' }],
    ['an unknown language', { type: 'done', metadata: { format: 'pdf', parts: 1, language: 'xx' }, warnings: [] }],
  ])('refuses %s', (_, message) => {
    expect(() => checkMessage(message)).toThrow(FrameError);
  });

  it('never throws anything but FrameError', () => {
    const types = fc.constantFrom('ready', 'blocks', 'quality', 'attachment', 'progress', 'image', 'done', 'failed');
    fc.assert(
      fc.property(
        types,
        fc.dictionary(
          fc.constantFrom('blocks', 'parts', 'metadata', 'warnings', 'name', 'done', 'total'),
          fc.jsonValue(),
        ),
        (type, rest) => {
          try {
            checkMessage({ ...rest, type });
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        },
      ),
    );
  });
});
