import { silentLogger } from '@nexus/kernel';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createParser, type ParseEvent, type Parser } from '../src/index.ts';

/** `NEXUS_BIG_TESTS=1` streams a whole gigabyte; by default a sixty-fourth of it, which shows the same. */
const CSV_BYTES = process.env['NEXUS_BIG_TESTS'] === '1' ? 1024 ** 3 : 16 * 1024 ** 2;

let parser: Parser;
beforeAll(() => {
  parser = createParser({ children: 1, ocrChildren: 1, logger: silentLogger });
});
afterAll(() => parser.close());

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function lastOf(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  onEvent: (event: ParseEvent) => void = () => {},
): Promise<ParseEvent | null> {
  let last: ParseEvent | null = null;
  for await (const event of parser.parse({ name, bytes })) {
    onEvent(event);
    last = event;
  }
  return last;
}

async function* csv(total: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('fecha;concepto;importe;cuenta\n');
  let row = 0;
  for (let sent = 0; sent < total; ) {
    let text = '';
    while (text.length < 256 * 1024)
      text += `2024-01-${String((row % 28) + 1).padStart(2, '0')};Concepto de prueba ${row++};${row},50;CUENTA-${row % 97}\n`;
    const chunk = Buffer.from(text);
    sent += chunk.length;
    yield chunk;
  }
}

describe('very large and very deep files', () => {
  it(`streams a CSV of ${CSV_BYTES / 1024 ** 2} MiB without holding it`, { timeout: 900_000 }, async () => {
    let rows = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const limits = { maxCharacters: 4e9 };
    let last: ParseEvent | null = null;
    for await (const event of parser.parse({ name: 'diario.csv', bytes: csv(CSV_BYTES), limits })) {
      if (event.type === 'blocks') rows += event.blocks.length;
      peak = Math.max(peak, process.memoryUsage.rss());
      last = event;
    }
    console.log(`${rows} rows, ${(CSV_BYTES / 1024 ** 2 / ((performance.now() - started) / 1000)).toFixed(1)} MiB/s`);
    expect(last).toMatchObject({ type: 'done', metadata: { format: 'csv' } });
    expect(rows).toBeGreaterThan(CSV_BYTES / 80);
    expect(peak - before).toBeLessThan(400 * 1024 ** 2);
  });

  const deep = 200_000;
  it.each([
    ['html', 'x.html', `<!doctype html>${'<div>'.repeat(deep)}texto`],
    ['json', 'x.json', `${'['.repeat(deep)}1${']'.repeat(deep)}`],
    ['xml', 'x.xml', `<?xml version="1.0"?>${'<a>'.repeat(deep)}texto${'</a>'.repeat(deep)}`],
    ['rtf', 'x.rtf', `{\\rtf1 ${'{'.repeat(deep)}texto${'}'.repeat(deep)}}`],
    ['markdown', 'x.md', `${'> '.repeat(deep)}texto`],
  ])('ends by name for a deeply nested %s', { timeout: 300_000 }, async (_, name, text) => {
    const last = await lastOf(name, once(Buffer.from(text)));
    expect(last?.type === 'failed' ? last.reason : last?.type).toMatch(
      /^(?:done|too_deep|broken|no_text|memory|timeout)$/,
    );
    expect((await lastOf('x.txt', once(Buffer.from('Hola, esto es un texto normal.'))))?.type).toBe('done');
  });

  it('stops bombs in documents', async () => {
    const zeros = new Uint8Array(64 * 1024 ** 2);
    const types = Buffer.from(
      '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    );
    const bomb = zipSync({ '[Content_Types].xml': types, 'word/document.xml': zeros });
    expect(bomb.length).toBeLessThan(1024 ** 2);
    expect(await lastOf('x.docx', once(bomb))).toMatchObject({ type: 'failed', reason: 'bomb' });
  });

  it('takes mail in mail as attachments, without going down itself', async () => {
    let mail =
      'From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 1 Jan 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nSubject: fondo\r\n\r\nHola';
    for (let i = 0; i < 60; i++)
      mail = `From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 1 Jan 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nSubject: ${i}\r\nContent-Type: message/rfc822\r\n\r\n${mail}`;
    const last = await lastOf('x.eml', once(Buffer.from(mail)));
    expect(last?.type === 'failed' ? last.reason : last?.type).toMatch(/^(?:done|too_deep|no_text)$/);
  });
});
