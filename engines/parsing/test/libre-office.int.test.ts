import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createParser, defaultLimits, type ParseEvent, type ParseInput, type Parser } from '../src/index.ts';
import { createLegacyConverter } from '../src/legacy/libre-office.ts';

const installed = existsSync('/usr/bin/soffice');
if (!installed)
  console.warn(
    'SKIPPED: LibreOffice is not installed (apt-get install libreoffice-nogui); legacy Office files were not tested',
  );

let folder: string;
let doc: Uint8Array;
let parser: Parser;

beforeAll(() => {
  parser = createParser({ children: 1, ocrChildren: 1, logger: silentLogger });
  if (!installed) return;
  folder = mkdtempSync(join(tmpdir(), 'legacy-'));
  writeFileSync(
    join(folder, 'acta.txt'),
    'Acta de la reunión\n\nSe aprueba el presupuesto de la obra por unanimidad.\n',
  );
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'doc:MS Word 97',
      '--outdir',
      folder,
      join(folder, 'acta.txt'),
    ],
    { stdio: 'ignore' },
  );
  doc = readFileSync(join(folder, 'acta.doc'));
});
afterAll(async () => {
  await parser.close();
  if (folder) rmSync(folder, { recursive: true });
});

async function collect(from: Parser, input: Omit<ParseInput, 'bytes'> & { bytes: Uint8Array }): Promise<ParseEvent[]> {
  const events: ParseEvent[] = [];
  const bytes = (async function* () {
    yield input.bytes;
  })();
  for await (const event of from.parse({ ...input, bytes })) events.push(event);
  return events;
}

const leftovers = (): string[] => readdirSync('/dev/shm').filter((name) => name.startsWith('nexus-'));

describe.runIf(installed)('legacy Office files', () => {
  it('are converted and read, and nothing of them stays', async () => {
    const events = await collect(parser, { name: 'acta.doc', bytes: doc });
    const text = events.flatMap((event) => (event.type === 'blocks' ? event.blocks : [])).map((block) => block.text);
    expect(text.join(' ')).toContain('Se aprueba el presupuesto de la obra');
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      metadata: { format: 'doc', language: 'es' },
      warnings: [expect.stringContaining('LibreOffice')],
    });
    expect(leftovers()).toEqual([]);
  });

  it('say what they need when LibreOffice is not there', async () => {
    const without = createParser({ children: 1, libreOffice: 'off', logger: silentLogger });
    const events = await collect(without, { name: 'acta.doc', bytes: doc });
    await without.close();
    expect(events).toMatchObject([{ type: 'failed', reason: 'needs_libreoffice' }]);
  });

  it('are given up after their time, and nothing of them stays', async () => {
    const converter = createLegacyConverter('auto', silentLogger);
    await expect(converter.convert(doc, 'doc', { ...defaultLimits, partMs: 150 })).rejects.toMatchObject({
      reason: 'timeout',
    });
    expect(leftovers()).toEqual([]);
    expect((await converter.convert(doc, 'doc', defaultLimits)).length).toBeGreaterThan(1000);
  });

  it('are given up when cancelled', async () => {
    const converter = createLegacyConverter('auto', silentLogger);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('cancelled by the user')), 200);
    await expect(converter.convert(doc, 'doc', defaultLimits, stop.signal)).rejects.toThrow('cancelled by the user');
    expect(leftovers()).toEqual([]);
  });

  it('that are damaged fail by name', async () => {
    const damaged = Uint8Array.from(doc).fill(0x41, 1536);
    const events = await collect(parser, { name: 'acta.doc', bytes: damaged });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      reason: expect.stringMatching(/broken|unsupported|no_text|encrypted/),
    });
  });
});
