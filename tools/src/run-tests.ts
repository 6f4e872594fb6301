import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { countReporter, type TestCounts } from './count-reporter.ts';

// `npm test`: the checks of the house, then every unit and integration test; the last line is the count. With arguments (filters,
// --project deep) only Vitest runs.

const root = path.resolve(import.meta.dirname, '../..');

const houseChecks: readonly { name: string; program: string; args: readonly string[] }[] = [
  {
    name: 'format and lint',
    program: 'node_modules/@biomejs/biome/bin/biome',
    args: ['check', '.', '--max-diagnostics=50'],
  },
  { name: 'types', program: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '--pretty', 'false'] },
  {
    name: 'types of the vault’s page',
    program: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '--pretty', 'false', '-p', 'apps/vault/web'],
  },
  {
    name: 'types of the hub’s page',
    program: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '--pretty', 'false', '-p', 'apps/hub/web'],
  },
  { name: 'architecture', program: 'tools/src/architecture.ts', args: [] },
];

function runCheck(check: (typeof houseChecks)[number]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(root, check.program), ...check.args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve) => {
    const end = (passed: boolean) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${passed ? '✓' : '✗'} ${check.name} (${seconds} s)`);
      if (!passed) console.log(Buffer.concat(output).toString());
      resolve(passed);
    };
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

async function runHouseChecks(): Promise<TestCounts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of houseChecks) {
    if (await runCheck(check)) counts.passed += 1;
    else counts.failed += 1;
  }
  return counts;
}

async function runVitest(args: readonly string[]): Promise<TestCounts> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  options.project ??= ['unit', 'integration'];
  const reporter = countReporter();
  const vitest = await startVitest('test', filter, {
    ...options,
    root,
    watch: false,
    run: true,
    reporters: ['default', reporter],
  });
  await vitest.close();
  const skipped = reporter.skipped();
  if (skipped.length > 0) console.log('\nSkipped:');
  for (const test of skipped) console.log(`  ${test.file} > ${test.name}\n    reason: ${test.reason}`);
  return reporter.counts();
}

const args = process.argv.slice(2);
const none: TestCounts = { passed: 0, failed: 0, skipped: 0 };
const house = args.length === 0 ? await runHouseChecks() : none;
const tests = await runVitest(args);
const total = {
  passed: house.passed + tests.passed,
  failed: house.failed + tests.failed,
  skipped: house.skipped + tests.skipped,
};
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
// A run in which nothing ran is no proof of anything.
process.exit(total.failed > 0 || tests.passed === 0 ? 1 : 0);
