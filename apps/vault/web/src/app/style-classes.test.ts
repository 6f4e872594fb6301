import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '..');

/** Style sheets are not typed: a class that was moved elsewhere leaves its element bare, and nothing else says so. */
test('every class that a component names is in its style sheet', () => {
  const missing: string[] = [];
  let named = 0;
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.tsx')) continue;
    const file = join(source, name);
    const code = readFileSync(file, 'utf8');
    for (const [, variable, path] of code.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      const sheet = readFileSync(resolve(dirname(file), path!), 'utf8');
      for (const [, key] of code.matchAll(new RegExp(`\\b${variable}\\['([^']+)'\\]`, 'g'))) {
        named += 1;
        if (!new RegExp(`\\.${key}(?![\\w-])`).test(sheet))
          missing.push(`${relative(source, file)}: ${key} of ${path}`);
      }
    }
  }
  expect(named).toBeGreaterThan(500);
  expect(missing).toEqual([]);
});
