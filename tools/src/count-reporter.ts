import type { Reporter, TestCase, TestModule } from 'vitest/node';

export type TestCounts = { passed: number; failed: number; skipped: number };

export type SkippedTest = { name: string; file: string; reason: string };

export type CountReporter = Reporter & { counts(): TestCounts; skipped(): readonly SkippedTest[] };

/**
 * Counts what ran. A file that could not be loaded and an error outside any test count as one failure each: both would otherwise vanish from the
 * totals. The reason of a skipped test is the note given to `context.skip(note)`, else what follows the last ` — ` or `: ` of its titles.
 */
export function countReporter(): CountReporter {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  const skipped: SkippedTest[] = [];

  function countTest(test: TestCase): void {
    const result = test.result();
    if (result.state === 'passed') counts.passed += 1;
    else if (result.state === 'skipped') {
      counts.skipped += 1;
      const reason = result.note ?? reasonInTitle(test);
      skipped.push({ name: test.fullName, file: test.module.relativeModuleId, reason });
    } else counts.failed += 1;
  }

  function countModule(module: TestModule): void {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      countTest(test);
      if (test.result().state === 'failed') failedTests += 1;
    }
    if (module.state() === 'failed' && failedTests === 0) counts.failed += 1;
  }

  return {
    onTestRunEnd(modules, unhandledErrors) {
      for (const module of modules) countModule(module);
      counts.failed += unhandledErrors.length;
    },
    counts: () => ({ ...counts }),
    skipped: () => skipped,
  };
}

function reasonInTitle(test: TestCase): string {
  const suite = test.parent.type === 'suite' ? test.parent.name : '';
  const titled = [test.name, suite].find((title) => / — |: /.test(title));
  return titled?.split(/ — |: /).at(-1) ?? 'no reason given';
}
