import type { ParseEvent } from './contract.ts';

/** An event, or the events that will stand in its place. (A bare promise would be awaited by the generator that yields it.) */
export type Arrival = { event: ParseEvent } | { late: Promise<ParseEvent[]> };

/**
 * Puts the events of a document in the order of its parts although recognised parts come late. Reads ahead while at most `most` parts
 * are being recognised, so that every OCR child has work, and while at most `MOST_HELD` results wait behind one of them.
 */
export async function* inOrder(source: AsyncIterable<Arrival>, most: number): AsyncGenerator<ParseEvent> {
  const held: Arrival[] = [];
  let late = 0;
  async function* takeHead(): AsyncGenerator<ParseEvent> {
    const head = held.shift();
    if (head === undefined) return;
    if ('event' in head) {
      yield head.event;
      return;
    }
    late--;
    yield* await head.late;
  }
  for await (const arrival of source) {
    if ('late' in arrival) {
      late++;
      // Looked at when its turn comes; until then a rejection must not count as unhandled.
      arrival.late.catch(() => {});
    }
    held.push(arrival);
    while (held[0] !== undefined && ('event' in held[0] || late > most || held.length > MOST_HELD)) yield* takeHead();
  }
  while (held.length > 0) yield* takeHead();
}

const MOST_HELD = 256;
