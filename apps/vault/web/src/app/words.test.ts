import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
const folders = files.filter((file) => file.endsWith('words.es.json')).map((file) => dirname(file));

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path];
  // Spanish has a plural of its own for millions.
  return Object.entries(value as object)
    .filter(([key]) => !key.endsWith('_many'))
    .flatMap(([key, below]) => keysOf(below, path === '' ? key : `${path}.${key}`));
}

const wordsOf = (folder: string, language: string): unknown =>
  JSON.parse(readFileSync(join(source, folder, `words.${language}.json`), 'utf8'));

test.each(folders)('%s says the same things in Spanish and in English', (folder) => {
  expect(keysOf(wordsOf(folder, 'en')).sort()).toEqual(keysOf(wordsOf(folder, 'es')).sort());
});

test.each(folders)('%s leaves no word empty and shouts none', (folder) => {
  for (const language of ['es', 'en']) {
    const faults: string[] = [];
    JSON.stringify(wordsOf(folder, language), (_, value) => {
      if (typeof value === 'string' && (value === '' || /[!¡]/.test(value))) faults.push(value);
      return value;
    });
    expect(faults).toEqual([]);
  }
});

/** `t('places.ask')` in a file of a folder: the key has to stand among the words of the file's namespace. */
test('every key that the page names is there', () => {
  const missing: string[] = [];
  const namespaces = new Map(
    folders.map((folder) => [folder.split('/').at(-1)!, new Set(keysOf(wordsOf(folder, 'es')))]),
  );
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))) {
    const text = readFileSync(join(source, file), 'utf8');
    const named = [...text.matchAll(/useTranslation\('([\w-]+)'\)/g)].map(([, name]) => name!);
    if (named.length !== 1) continue;
    const keys = namespaces.get(named[0]!);
    for (const [, key] of text.matchAll(/\bt\('([\w.-]+)'/g)) {
      const isThere =
        keys?.has(key!) || keys?.has(`${key}_one`) || [...(keys ?? [])].some((known) => known.startsWith(`${key}.`));
      if (!isThere) missing.push(`${file}: ${named[0]}:${key}`);
    }
  }
  expect(missing).toEqual([]);
});

/** Every file that a file leads to, those among them that are loaded later. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const [, path] of readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+\.tsx?)'/g))
    reachedFrom(join(dirname(file), path!), reached);
  return reached;
}

test('every screen names the words that its parts speak', () => {
  const screens = [
    ...readFileSync(join(source, 'app/router.tsx'), 'utf8').matchAll(
      /screen\(\[([^\]]+)\], \(\) => import\('\.\.\/([^']+)'/g,
    ),
  ];
  expect(screens.length).toBeGreaterThan(15);
  for (const [, named, file] of screens) {
    const texts = Array.from(reachedFrom(file!), (reached) => readFileSync(join(source, reached), 'utf8'));
    const spoken = texts.flatMap((text) =>
      [...text.matchAll(/useTranslation\(\[?'([\w-]+)'/g)].map(([, name]) => name!),
    );
    const missing = new Set(spoken).difference(new Set(named!.match(/[\w-]+/g))).difference(new Set(['app']));
    expect([...missing], file).toEqual([]);
  }
});
