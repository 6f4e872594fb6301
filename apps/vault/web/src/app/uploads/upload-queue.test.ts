import { expect, test, vi } from 'vitest';
import { paceOf, summarise } from './upload-items.ts';
import { createUploadQueue, type Transfer, TransferError } from './upload-queue.ts';

const words = { es: 'no', en: 'no' };
const file = (name: string, size = 10) => ({ file: new File(['x'.repeat(size)], name), path: `carpeta/${name}` });

function queueOf(transfer: Transfer) {
  let key = 0;
  const discarded: string[] = [];
  const pauses: number[] = [];
  const queue = createUploadQueue({
    transfer,
    discard: ({ path }) => void discarded.push(path),
    newKey: () => `key-${++key}`,
    wait: async (ms) => void pauses.push(ms),
  });
  const states = () => queue.items().map(({ state }) => state);
  return { queue, states, discarded, pauses };
}

test('three files are sent at a time, and all of them in the end', async () => {
  let [now, most] = [0, 0];
  const { queue, states } = queueOf(async ({ path }) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
    return { documentId: path, outcome: path.endsWith('3') ? 'duplicate' : 'created' };
  });
  queue.add(
    's',
    ['1', '2', '3', '4', '5', '6', '7'].map((name) => file(name)),
    null,
  );
  await vi.waitFor(() => expect(states()).toEqual(['sent', 'sent', 'done', 'sent', 'sent', 'sent', 'sent']));
  expect(most).toBe(3);
});

test('while the server is away a file waits longer and longer, and goes on under the same key', async () => {
  const keys: string[] = [];
  const { queue, states, pauses } = queueOf(async ({ idempotencyKey }) => {
    keys.push(idempotencyKey);
    if (keys.length < 7) throw new TransferError(words, true);
    return { documentId: 'd', outcome: 'created' };
  });
  queue.add('s', [file('a')], null);
  await vi.waitFor(() => expect(states()).toEqual(['sent']));
  expect(new Set(keys).size).toBe(1);
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
});

test('a refused file says why and is sent again under a new key when somebody asks', async () => {
  const keys: string[] = [];
  const { queue, states } = queueOf(async ({ idempotencyKey }) => {
    keys.push(idempotencyKey);
    if (keys.length === 1) throw new TransferError(words, false);
    return { documentId: 'd', outcome: 'created' };
  });
  queue.add('s', [file('a')], null);
  await vi.waitFor(() => expect(states()).toEqual(['failed']));
  expect(queue.items()[0]!.why).toEqual(words);
  queue.retry(1);
  await vi.waitFor(() => expect(states()).toEqual(['sent']));
  expect(new Set(keys).size).toBe(2);
});

test('a cancelled file stops, is forgotten on the server, and makes room for the next', async () => {
  const { queue, states, discarded } = queueOf(
    ({ path }, { signal }) =>
      new Promise((resolve, reject) => {
        if (path.endsWith('d')) resolve({ documentId: 'd', outcome: 'created' });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  );
  queue.add(
    's',
    ['a', 'b', 'c', 'd'].map((name) => file(name)),
    null,
  );
  queue.cancel(2);
  await vi.waitFor(() => expect(states()).toEqual(['sending', 'cancelled', 'sending', 'sent']));
  expect(discarded).toEqual(['carpeta/b']);
  queue.clear();
  await vi.waitFor(() => expect(states()).toEqual(['sending', 'sending', 'sent']));
});

test('when another person signs in at the same window, files of the first are neither sent nor shown', async () => {
  const aborted: string[] = [];
  const { queue, states } = queueOf(
    ({ path }, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(path);
          reject(new Error('aborted'));
        });
      }),
  );
  queue.belongTo('ana');
  queue.add(
    's',
    ['a', 'b', 'c', 'd'].map((name) => file(name)),
    null,
  );
  queue.belongTo('ana');
  await vi.waitFor(() => expect(states()).toHaveLength(4));
  queue.belongTo('luz');
  await vi.waitFor(() => expect(states()).toEqual([]));
  expect(aborted).toEqual(['carpeta/a', 'carpeta/b', 'carpeta/c']);
});

test('progress counts a file half when it has arrived and whole when it is read', async () => {
  const { queue } = queueOf(async ({ path }) => ({ documentId: path, outcome: 'created' }));
  queue.add('s', [file('a'), file('b')], null);
  await vi.waitFor(() => expect(summarise(queue.items())).toMatchObject({ files: 2, underway: 2, share: 0.5 }));
  queue.settle(1, { state: 'done', pages: { done: 4, total: 4 } });
  await vi.waitFor(() => expect(summarise(queue.items())).toMatchObject({ done: 1, share: 0.75, pagesDone: 4 }));
});

test('pace and time left come from what happened lately', () => {
  const samples = [
    { at: 0, share: 0.2, pages: 0 },
    { at: 10_000, share: 0.6, pages: 50 },
  ];
  expect(paceOf(samples).pagesPerSecond).toBe(5);
  expect(paceOf(samples).secondsLeft).toBeCloseTo(10);
  expect(paceOf(samples.slice(0, 1))).toEqual({ pagesPerSecond: null, secondsLeft: null });
});
