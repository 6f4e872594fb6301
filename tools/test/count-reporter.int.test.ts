import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');
let folder = '';

const files: Readonly<Record<string, string>> = {
  'a.test.ts': `import { describe, expect, test } from 'vitest';
test('passes', () => {});
test('fails', () => expect(1).toBe(2));
test('has no browser', (context) => context.skip('Chromium is not installed'));
describe.skip('journeys: no browser here', () => { test('walks', () => {}); });
test.todo('later');`,
  'broken.test.ts': `import './is-not-there.ts';`,
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nexus-count-'));
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('counts what ran, a file that does not load among the failures, and keeps the reasons of what did not run', () => {
  const script = `
    import { startVitest } from 'vitest/node';
    import { countReporter } from ${JSON.stringify(path.join(repository, 'tools/src/count-reporter.ts'))};
    const reporter = countReporter();
    const vitest = await startVitest('test', [], { root: ${JSON.stringify(folder)}, config: false, watch: false, reporters: [reporter] });
    await vitest.close();
    console.log(JSON.stringify({ counts: reporter.counts(), reasons: reporter.skipped().map(({ reason }) => reason) }));
    process.exit(0);`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, VITEST: '' },
  });
  const { counts, reasons } = JSON.parse(ran.stdout.trim().split('\n').at(-1)!);
  expect(counts).toEqual({ passed: 1, failed: 2, skipped: 3 });
  expect(reasons).toEqual(['Chromium is not installed', 'no browser here', 'no reason given']);
});
