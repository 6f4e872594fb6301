import { readdirSync, readFileSync } from 'node:fs';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createParser, type ParseEvent, type ParseInput, type Parser } from '../src/index.ts';
import { makePdf, type PdfPage, pdfChunks, textPage } from '../src/testing/make-pdf.ts';

let parser: Parser;

beforeAll(() => {
  parser = createParser({ children: 2, ocrChildren: 1, logger: silentLogger });
});
afterAll(() => parser.close());

async function* once(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collect(
  input: Omit<ParseInput, 'bytes'> & { bytes: Uint8Array | AsyncIterable<Uint8Array> },
): Promise<ParseEvent[]> {
  const events: ParseEvent[] = [];
  const bytes = input.bytes instanceof Uint8Array ? once(input.bytes) : input.bytes;
  for await (const event of parser.parse({ ...input, bytes })) events.push(event);
  return events;
}

const letter = makePdf([textPage(['Esta es una carta para la oficina de registro de la ciudad.'])]);
const page = (i: number): PdfPage =>
  textPage(
    Array.from(
      { length: 30 },
      (_, line) => `Página ${i} línea ${line} con el texto de un informe largo y sin interés.`,
    ),
  );
function* pages(count: number): Generator<PdfPage> {
  for (let i = 1; i <= count; i++) yield page(i);
}

/** Children of this process that run a given main module. */
function findChildren(main: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(main);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('createParser', () => {
  it('reads a PDF to its end and names its language', async () => {
    const events = await collect({ name: 'carta.pdf', bytes: letter });
    expect(events.map((event) => event.type)).toEqual(['blocks', 'quality', 'done']);
    expect(events.at(-1)).toMatchObject({ metadata: { format: 'pdf', parts: 1, language: 'es' }, warnings: [] });
  });

  it('goes by content, not by name, and says so', async () => {
    const events = await collect({ name: 'carta.docx', bytes: letter });
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      metadata: { format: 'pdf' },
      warnings: [expect.stringContaining('.docx')],
    });
  });

  it.each([
    ['no bytes', 'x.pdf', new Uint8Array(0), 'empty'],
    ['a binary named .txt', 'x.txt', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), 'unsupported'],
    ['a PDF that is cut to its first line', 'x.pdf', Buffer.from('%PDF-1.7\n%garbage'), 'broken'],
    ['a blank page', 'x.pdf', makePdf([{ texts: [] }]), 'no_text'],
  ])('fails by name for %s', async (_, name, bytes, reason) => {
    const events = await collect({ name, bytes });
    expect(events.at(-1)).toMatchObject({ type: 'failed', reason });
    expect(events.filter((event) => event.type === 'failed' || event.type === 'done')).toHaveLength(1);
  });

  it('reads many files at once with two children', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => collect({ name: `${i}.pdf`, bytes: letter })));
    expect(all.every((events) => events.at(-1)?.type === 'done')).toBe(true);
    expect(findChildren('text-child').length).toBeLessThanOrEqual(2);
  });

  it('kills what takes too long, and goes on', async () => {
    const slow = await collect({ name: 'slow.pdf', bytes: makePdf(pages(400)), limits: { fileMs: 150 } });
    expect(slow.at(-1)).toMatchObject({ type: 'failed', reason: 'timeout' });
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('kills what needs too much memory, and goes on', async () => {
    const fat = await collect({ name: 'fat.pdf', bytes: makePdf(pages(600)), limits: { memoryMb: 70 } });
    expect(fat.at(-1)).toMatchObject({ type: 'failed', reason: expect.stringMatching(/memory|too_large/) });
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('reports a child that is killed in the middle of a file, and goes on', async () => {
    const events: ParseEvent[] = [];
    for await (const event of parser.parse({ name: 'long.pdf', bytes: once(makePdf(pages(600))) })) {
      if (events.length === 3) for (const pid of findChildren('text-child')) process.kill(pid, 'SIGKILL');
      events.push(event);
    }
    expect(events.length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({ type: 'failed', reason: 'crashed' });
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('stops when it is cancelled, in the middle and in the queue', async () => {
    const stop = new AbortController();
    const middle = (async () => {
      for await (const event of parser.parse({
        name: 'long.pdf',
        bytes: once(makePdf(pages(600))),
        signal: stop.signal,
      })) {
        if (event.type === 'blocks') stop.abort(new Error('cancelled by the user'));
      }
    })();
    await expect(middle).rejects.toThrow('cancelled by the user');
    await expect(
      collect({ name: 'carta.pdf', bytes: letter, signal: AbortSignal.abort(new Error('too late')) }),
    ).rejects.toThrow('too late');
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('passes an error of the source on, and goes on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield letter.subarray(0, 100);
      throw new Error('the disk is gone');
    }
    await expect(collect({ name: 'carta.pdf', bytes: failing() })).rejects.toThrow('the disk is gone');
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('frees the child when the consumer walks away', async () => {
    for (let i = 0; i < 4; i++) {
      for await (const event of parser.parse({ name: 'long.pdf', bytes: once(makePdf(pages(100))) })) {
        if (event.type === 'blocks') break;
      }
    }
    expect((await collect({ name: 'carta.pdf', bytes: letter })).at(-1)?.type).toBe('done');
  });

  it('holds a child back when nobody takes its blocks', async () => {
    const events = parser.parse({ name: 'long.pdf', bytes: once(makePdf(pages(3000))) })[Symbol.asyncIterator]();
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(process.memoryUsage().rss - before).toBeLessThan(30 * 1024 ** 2);
    await events.return?.();
  });

  it('streams a long PDF, page by page and in order', { timeout: 300_000 }, async () => {
    // 10,000 pages are read by a test of the whole vault; in order or not shows with fewer.
    const count = 2_500;
    let parts = 0;
    let characters = 0;
    let last: ParseEvent | undefined;
    const bytes = (async function* () {
      yield* pdfChunks(pages(count));
    })();
    const started = performance.now();
    for await (const event of parser.parse({ name: 'long.pdf', bytes })) {
      if (event.type === 'quality') for (const part of event.parts) expect(part.part).toBe(++parts);
      if (event.type === 'blocks') characters += event.blocks.reduce((sum, block) => sum + block.text.length, 0);
      last = event;
    }
    console.log(`${count} pages: ${Math.round(count / ((performance.now() - started) / 1000))} pages/s`);
    expect(parts).toBe(count);
    expect(characters).toBeGreaterThan(count * 1_500);
    expect(last).toMatchObject({ type: 'done', metadata: { parts: count, language: 'es' } });
  });

  it('refuses more pages, characters and bytes than the limits allow', async () => {
    const bytes = makePdf(pages(30));
    for (const limits of [{ maxParts: 29 }, { maxCharacters: 5000 }, { maxFileBytes: 1000 }]) {
      expect((await collect({ name: 'x.pdf', bytes, limits })).at(-1)).toMatchObject({
        type: 'failed',
        reason: 'too_large',
      });
    }
  });
});
