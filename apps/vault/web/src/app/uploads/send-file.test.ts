import { ApiProblem } from '@nexus/page/api';
import { expect, test } from 'vitest';
import { createBegunUploads } from './begun-uploads.ts';
import { createDiscard, createSendFile, pieceBytes } from './send-file.ts';
import type { SendOptions, sendRequest } from './send-request.ts';

/** The server's side of the protocol, as far as a client sees it; `trouble` may throw before a request is answered. */
function server(trouble: (call: string) => void = () => {}) {
  const calls: string[] = [];
  let upload: { id: string; sizeBytes: number; bytes: Uint8Array[]; isFinished: boolean } | null = null;
  const received = () => (upload?.bytes ?? []).reduce((sum, piece) => sum + piece.length, 0);
  const status = () => ({
    id: upload!.id,
    sizeBytes: upload!.sizeBytes,
    receivedBytes: received(),
    finished: upload!.isFinished ? { documentId: 'd', outcome: 'created' } : null,
  });
  async function answer(method: string, url: string, { body }: SendOptions): Promise<unknown> {
    const call = `${method} ${url}`;
    calls.push(call);
    trouble(call);
    if (url.split('?')[0]!.endsWith('/documents'))
      return { files: [{ documentId: 'whole', versionId: 'v', outcome: 'created' }] };
    if (url.endsWith('/uploads')) {
      const { sizeBytes } = JSON.parse(String(body)) as { sizeBytes: number };
      upload = { id: `u${calls.length}`, sizeBytes, bytes: [], isFinished: false };
      return status();
    }
    if (!upload || !url.includes(upload.id)) throw new ApiProblem(404, { code: 'documents.upload_not_found' });
    if (method === 'PATCH') {
      if (Number(new URL(url, 'http://x').searchParams.get('offset')) !== received())
        throw new ApiProblem(409, { code: 'documents.upload_offset' });
      upload.bytes.push(new Uint8Array(await (body as Blob).arrayBuffer()));
    }
    if (method === 'POST') upload.isFinished = true;
    return url.endsWith('/finish') ? status().finished : status();
  }
  const send = answer as typeof sendRequest;
  const content = async () => Buffer.concat(upload!.bytes);
  return { send, calls, content, alone: (bytes: Uint8Array) => upload!.bytes.push(bytes) };
}

function memory() {
  const stored = new Map<string, string>();
  return {
    stored,
    begun: createBegunUploads({
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    }),
  };
}

const bytes = new Uint8Array(2 * pieceBytes + 100).map((_, i) => i % 251);
const upload = () => ({
  spaceId: 's',
  path: 'obra/Expediente secreto.pdf',
  file: new File([bytes], 'Expediente secreto.pdf', { lastModified: 1 }),
  labelId: null,
  idempotencyKey: 'key',
});
const options = () => ({ signal: new AbortController().signal, onProgress: () => {} });

test('a small file goes in one request', async () => {
  const { send, calls } = server();
  const small = { ...upload(), file: new File(['hola'], 'a.txt') };
  expect(await createSendFile({ send, begun: memory().begun })(small, options())).toEqual({
    documentId: 'whole',
    outcome: 'created',
  });
  expect(calls).toEqual(['POST /api/v1/spaces/s/documents']);
});

test('a large file goes in pieces and arrives as it was; nothing of its name stays in the browser', async () => {
  const { send, calls, content } = server();
  const { begun, stored } = memory();
  const progress: number[] = [];
  const sent = await createSendFile({ send, begun })(upload(), {
    ...options(),
    onProgress: (at) => void progress.push(at),
  });
  expect(sent).toEqual({ documentId: 'd', outcome: 'created' });
  expect((await content()).equals(bytes)).toBe(true);
  expect(calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(3);
  expect(progress).toEqual([0, pieceBytes, 2 * pieceBytes]);
  expect([...stored.values()].join()).not.toContain('secreto');
  expect([...stored.values()]).toEqual(['[]']);
});

test('a file goes under its label, and what was begun under another one is not gone on with', async () => {
  const labelled = { ...upload(), labelId: 'secret' };
  const { send, calls } = server((call) => {
    if (call.startsWith('PATCH')) throw new ApiProblem(0, { code: 'offline' });
  });
  const { begun } = memory();
  const small = { ...labelled, file: new File(['hola'], 'a.txt') };
  await createSendFile({ send, begun })(small, options());
  await createSendFile({ send, begun })(upload(), options()).catch(() => {});
  calls.length = 0;
  await createSendFile({ send, begun })(labelled, options()).catch(() => {});
  expect(calls[0]).toBe('POST /api/v1/spaces/s/uploads');
  await createSendFile({ send, begun })(small, options());
  expect(calls.at(-1)).toBe('POST /api/v1/spaces/s/documents?labelId=secret');
});

test('after a cut line, or in a new window, only what is missing is sent', async () => {
  let isCut = true;
  const { send, calls, content } = server((call) => {
    if (isCut && call.includes(`offset=${pieceBytes}`)) throw new ApiProblem(0, { code: 'offline' });
  });
  const { begun } = memory();
  await expect(createSendFile({ send, begun })(upload(), options())).rejects.toMatchObject({ code: 'offline' });
  isCut = false;
  calls.length = 0;
  await createSendFile({ send, begun })(upload(), options());
  expect(calls.map((call) => call.split('/').at(-1)!.replace(/^u1\?/, ''))).toEqual([
    'u1',
    `offset=${pieceBytes}`,
    `offset=${2 * pieceBytes}`,
    'finish',
  ]);
  expect((await content()).equals(bytes)).toBe(true);
});

test('when another window was faster, it goes on from there; when the server has forgotten, it begins anew', async () => {
  const { begun } = memory();
  let isRival = true;
  const one = server((call) => {
    if (!call.includes('offset=0') || !isRival) return;
    isRival = false;
    one.alone(bytes.slice(0, 1_000));
  });
  await createSendFile({ send: one.send, begun })(upload(), options());
  expect((await one.content()).equals(bytes)).toBe(true);
  begun.remember('x', 'y');
  const two = server();
  const stale = memory();
  await createSendFile({ send: one.send, begun: stale.begun })(upload(), options());
  const cut = server((call) => {
    if (call.startsWith('PATCH')) throw new ApiProblem(0, { code: 'offline' });
  });
  await createSendFile({ send: cut.send, begun: stale.begun })(upload(), options()).catch(() => {});
  await createSendFile({ send: two.send, begun: stale.begun })(upload(), options());
  expect((await two.content()).equals(bytes)).toBe(true);
});

test('a file that is given up is given up on the server too', async () => {
  const { begun } = memory();
  const { send, calls } = server((call) => {
    if (call.startsWith('PATCH')) throw new ApiProblem(0, { code: 'offline' });
  });
  await createSendFile({ send, begun })(upload(), options()).catch(() => {});
  createDiscard({ send, begun })(upload());
  expect(calls.at(-1)).toBe('DELETE /api/v1/uploads/u1');
});
