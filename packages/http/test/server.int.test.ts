import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { newId, silentLogger } from '@nexus/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  closeGracefully,
  eventStreamResponse,
  type HttpApp,
  listen,
  readUploads,
  type ServerEvent,
  sendEvents,
} from '../src/index.ts';
import { createTestHttpApp } from '../src/testing.ts';

const authorization = 'Bearer ana';
let app: HttpApp;
let url: string;
let port: number;
let outcomes: string[];
let errors: unknown[];
let sourceEnded: PromiseWithResolvers<string>;

async function* ticks(signal: AbortSignal): AsyncGenerator<ServerEvent> {
  try {
    for (let step = 1; step <= 3; step += 1)
      yield { event: 'progress', id: String(step), data: { step, note: 'a\nb' } };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  } finally {
    sourceEnded.resolve('ended');
  }
}

beforeEach(async () => {
  outcomes = [];
  errors = [];
  const logger = { ...silentLogger, error: (...line: unknown[]) => void errors.push(line) };
  sourceEnded = Promise.withResolvers();
  app = await createTestHttpApp({ ana: { personId: newId() } }, { uploadLimit: 1_000_000, logger });
  const said = (operationId: string) => ({ operationId, summary: 's', tags: ['t'] });
  app.post(
    '/question',
    {
      config: { access: 'session' },
      schema: {
        ...said('ask'),
        body: z.object({ question: z.string().max(10_000) }),
        response: { 200: z.object({ ok: z.boolean() }) },
      },
    },
    async () => ({ ok: true }),
  );
  app.post(
    '/upload',
    {
      config: { access: 'session', upload: true },
      schema: {
        ...said('upload'),
        response: {
          200: z.object({ files: z.array(z.object({ name: z.string(), bytes: z.int(), folder: z.string() })) }),
        },
      },
    },
    async (request) => {
      const files = [];
      try {
        for await (const file of readUploads(request)) {
          let bytes = 0;
          for await (const chunk of file.content) bytes += chunk.length;
          files.push({ name: file.name, bytes, folder: file.fields['folder'] ?? '' });
        }
      } catch (error) {
        outcomes.push((error as { code: string }).code);
        throw error;
      }
      outcomes.push('complete');
      return { files };
    },
  );
  app.get(
    '/events',
    { config: { access: 'session' }, schema: { ...said('events'), response: { 200: eventStreamResponse } } },
    (request, reply) => sendEvents(request, reply, ticks, { heartbeatMs: 20 }),
  );
  ({ url, port } = await listen(app, { port: 0 }));
});

afterEach(() => closeGracefully(app, 500));

describe('questions', () => {
  test('of 1 MB are refused cleanly, at the field or at the body', async () => {
    const ask = (length: number) =>
      fetch(`${url}/question`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'a'.repeat(length) }),
      });
    const field = await ask(1_000_000);
    expect(field.status).toBe(400);
    expect(await field.json()).toMatchObject({ errors: [{ path: 'body/question' }] });
    const body = await ask(1024 ** 2);
    expect(body.status).toBe(413);
    expect(await body.json()).toMatchObject({ code: 'request.too_large' });
    expect((await ask(100)).status).toBe(200);
  });
});

describe('uploads', () => {
  const form = (...files: [string, number][]) => {
    const data = new FormData();
    data.set('folder', 'contratos/2024');
    for (const [name, bytes] of files) data.append('file', new Blob([new Uint8Array(bytes)]), name);
    return data;
  };
  const upload = (body: FormData) => fetch(`${url}/upload`, { method: 'POST', headers: { authorization }, body });

  test('are streamed with their fields', async () => {
    const response = await upload(form(['año.pdf', 300_000], ['b.txt', 0]));
    expect(await response.json()).toEqual({
      files: [
        { name: 'año.pdf', bytes: 300_000, folder: 'contratos/2024' },
        { name: 'b.txt', bytes: 0, folder: 'contratos/2024' },
      ],
    });
  });

  test('over the limit are 413 and the reader is told', async () => {
    const response = await upload(form(['big.bin', 1_000_001]));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'request.too_large' });
    expect(outcomes).toEqual(['request.too_large']);
  });

  test('that are cut half-way are never taken for whole', async () => {
    const boundary = 'edge';
    const client = httpRequest(`${url}/upload`, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': 500_000,
      },
    });
    client.on('error', () => {});
    client.write(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="cut.pdf"\r\ncontent-type: application/pdf\r\n\r\n`,
    );
    client.write(Buffer.alloc(200_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.destroy();
    await expect.poll(() => outcomes).toEqual(['request.body_cut']);
  });

  test('whose closing boundary is missing are never taken for whole', async () => {
    const body = '--edge\r\ncontent-disposition: form-data; name="file"; filename="cut.pdf"\r\n\r\nhalf';
    const response = await fetch(`${url}/upload`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'multipart/form-data; boundary=edge' },
      body,
    });
    expect(response.status).toBe(400);
    expect(outcomes).not.toContain('complete');
  });

  test('of another kind, or without a session, are refused before they are read', async () => {
    const json = await fetch(`${url}/upload`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
    expect((await fetch(`${url}/upload`, { method: 'POST', body: form(['a.txt', 10]) })).status).toBe(401);
    expect(outcomes).not.toContain('complete');
  });
});

describe('events', () => {
  async function openStream(): Promise<{
    read: (until: string) => Promise<string>;
    cancel: () => Promise<void>;
    response: Response;
  }> {
    const response = await fetch(`${url}/events`, { headers: { authorization } });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      response,
      cancel: () => reader.cancel(),
      read: async (until) => {
        while (!text.includes(until)) {
          const { value, done } = await reader.read();
          if (done) break;
          text += value;
        }
        return text;
      },
    };
  }

  test('arrive as they happen, with a heartbeat while it is quiet', async () => {
    const stream = await openStream();
    const text = await stream.read(': \n\n');
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('id: 1\nevent: progress\ndata: {"step":1,"note":"a\\nb"}\n\n');
    expect(text).toContain('"step":3');
    await stream.cancel();
  });

  test('end at the source when the client leaves', async () => {
    const stream = await openStream();
    await stream.read('"step":3');
    await stream.cancel();
    expect(await sourceEnded.promise).toBe('ended');
    expect(errors).toEqual([]);
  });

  test('do not hold up a server that closes', async () => {
    const stream = await openStream();
    await stream.read('"step":3');
    // A stream that held it up would do so for longer than the test has.
    await closeGracefully(app, 600_000);
    expect(await sourceEnded.promise).toBe('ended');
  });
});

describe('the port', () => {
  test('that is in use is an error that says how to choose another', async () => {
    const second = await createTestHttpApp({});
    await expect(listen(second, { port, portSetting: 'NEXUS_PORT=9' })).rejects.toMatchObject({
      code: 'http.port_in_use',
      detail: expect.stringContaining('NEXUS_PORT=9'),
    });
    await second.close();
  });

  test('answers garbage and a missing Host without falling over', async () => {
    for (const text of ['garbage\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
      const socket = connect(port, '127.0.0.1');
      socket.write(text);
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      expect(chunk.toString()).toContain('400 Bad Request');
      socket.destroy();
    }
    expect((await fetch(`${url}/question`)).status).toBe(405);
  });
});
