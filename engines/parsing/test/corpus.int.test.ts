import { createReadStream, existsSync, globSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { describe, expect, it } from 'vitest';
import { createParser, type ParseEvent } from '../src/index.ts';

const FOLDER = process.env['NEXUS_CORPUS'] ?? new URL('../../../../shared/data/docs', import.meta.url).pathname;
const files = existsSync(FOLDER) ? globSync(`${FOLDER}/**/*`).filter((file) => statSync(file).isFile()) : [];

describe('files from the wild', () => {
  it('all end in a document or a named failure, and no child dies of one', { timeout: 600_000 }, async () => {
    if (files.length === 0) {
      console.warn(`SKIPPED: no files in ${FOLDER}; set NEXUS_CORPUS to a folder of real documents`);
      return;
    }
    const parser = createParser({ children: 2, ocrChildren: 1, logger: silentLogger });
    const ends = new Map<string, ParseEvent>();
    const queue = [...files];
    const work = async (): Promise<void> => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        let last: ParseEvent | null = null;
        for await (const event of parser.parse({ name: basename(file), bytes: createReadStream(file) })) last = event;
        if (last) ends.set(file, last);
      }
    };
    await Promise.all([work(), work()]);
    await parser.close();
    expect(ends.size).toBe(files.length);
    const reasons: Record<string, number> = {};
    const dead: string[] = [];
    for (const [file, end] of ends) {
      const reason = end.type === 'failed' ? end.reason : end.type;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      if (!/^(?:done|empty|unsupported|encrypted|broken|no_text|needs_libreoffice)$/.test(reason))
        dead.push(`${file}: ${reason}`);
    }
    console.log(reasons);
    expect(dead).toEqual([]);
    expect(reasons['done']).toBeGreaterThan(files.length * 0.7);
  });
});
