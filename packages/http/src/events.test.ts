import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameOf } from './events.ts';

/** The reader of WHATWG HTML section 9.2.6, as a browser has it: fields by line, an event at each blank line. */
function eventsIn(stream: string): { event: string; data: string; id: string }[] {
  const events: { event: string; data: string; id: string }[] = [];
  let current = { event: '', data: [] as string[], id: '' };
  for (const line of stream.split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (current.data.length > 0) events.push({ ...current, data: current.data.join('\n') });
      current = { event: '', data: [], id: current.id };
      continue;
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/s.exec(line)!;
    if (field === 'data') current.data.push(value);
    if (field === 'event') current.event = value;
    if (field === 'id') current.id = value;
  }
  return events;
}

test('whatever an event carries, it arrives as one event with that data', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), fc.jsonValue({ maxDepth: 2 }), (event, id, data) => {
      const frame = frameOf({ event, data, ...(id === undefined ? {} : { id }) });
      const events = eventsIn(frame + frameOf({ event: 'next', data: null }));
      expect(events).toHaveLength(2);
      expect(events[0]!.data).toBe(JSON.stringify(data));
      expect(events[1]).toMatchObject({ event: 'next', data: 'null' });
    }),
  );
});

test('a frame has the form that browsers read', () => {
  expect(frameOf({ event: 'progress', id: '7', data: { done: 1 } })).toBe(
    'id: 7\nevent: progress\ndata: {"done":1}\n\n',
  );
  expect(frameOf({ event: 'a\ndata: x', data: null })).toBe('event: a data: x\ndata: null\n\n');
});
