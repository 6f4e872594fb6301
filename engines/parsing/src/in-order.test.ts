import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParseEvent } from './contract.ts';
import { type Arrival, inOrder } from './in-order.ts';

const event = (done: number): ParseEvent => ({ type: 'progress', done, total: null });

describe('inOrder', () => {
  it('keeps the order of the source whatever comes late, and reads no more ahead than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (delays, most) => {
          let open = 0;
          let peak = 0;
          async function* source(): AsyncGenerator<Arrival> {
            for (const [i, delay] of delays.entries()) {
              if (delay === null) {
                yield { event: event(i) };
                continue;
              }
              peak = Math.max(peak, ++open);
              const late = new Promise<ParseEvent[]>((resolve) => setTimeout(() => resolve([event(i)]), delay)).finally(
                () => open--,
              );
              yield { late };
            }
          }
          const seen: number[] = [];
          for await (const out of inOrder(source(), most)) if (out.type === 'progress') seen.push(out.done);
          expect(seen).toEqual(delays.map((_, i) => i));
          expect(peak).toBeLessThanOrEqual(most + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('passes the failure of a late part on when its turn comes', async () => {
    async function* source(): AsyncGenerator<Arrival> {
      yield { late: Promise.reject(new Error('gone')) };
      yield { event: event(1) };
    }
    const run = async (): Promise<void> => {
      for await (const _ of inOrder(source(), 2));
    };
    await expect(run()).rejects.toThrow('gone');
  });
});
