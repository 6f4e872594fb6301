import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

// What the pages of all programs are checked for: words in both languages, keys and classes that exist. For tests.

/** Words of this package, which every page falls back to. */
const ownSource = import.meta.dirname;

export type WordFaults = {
  /** Keys that one language has and the other has not. */
  untranslated: string[];
  /** Empty words, and words that shout. */
  badlySaid: string[];
  /** Keys that code names and nobody says. */
  missing: string[];
  folders: number;
};

/** @param source folder with the page's code; a namespace is a folder with `words.es.json` and `words.en.json`, of the folder itself `rootName` */
export function findWordFaults(source: string, rootName: string): WordFaults {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const folders = files.filter((file) => file.endsWith('words.es.json')).map((file) => dirname(file));
  const faults: WordFaults = { untranslated: [], badlySaid: [], missing: [], folders: folders.length };
  const namespaces = new Map<string, Set<string>>();
  const add = (name: string, words: unknown) => {
    const keys = namespaces.get(name) ?? new Set();
    for (const key of keysOf(words)) keys.add(key);
    namespaces.set(name, keys);
  };
  add('page', wordsOf(ownSource, '.', 'es'));
  add('sign-in', wordsOf(ownSource, 'sign-in', 'es'));
  for (const folder of folders) {
    const [es, en] = [wordsOf(source, folder, 'es'), wordsOf(source, folder, 'en')];
    const [inSpanish, inEnglish] = [new Set(keysOf(es)), new Set(keysOf(en))];
    for (const key of inSpanish) if (!inEnglish.has(key)) faults.untranslated.push(`${folder}: ${key} (en)`);
    for (const key of inEnglish) if (!inSpanish.has(key)) faults.untranslated.push(`${folder}: ${key} (es)`);
    for (const words of [es, en])
      JSON.stringify(words, (key, value) => {
        if (typeof value === 'string' && (value === '' || /[!¡]/.test(value)))
          faults.badlySaid.push(`${folder}: ${key}`);
        return value;
      });
    add(folder === '.' ? rootName : folder.split('/').at(-1)!, es);
  }
  const everywhere = namespaces.get('page')!;
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))) {
    const text = readFileSync(join(source, file), 'utf8');
    const named = [...text.matchAll(/useTranslation\('([\w-]+)'\)/g)].map(([, name]) => name!);
    if (named.length !== 1) continue;
    const keys = new Set([...(namespaces.get(named[0]!) ?? []), ...everywhere]);
    for (const [, key] of text.matchAll(/\bt\('([\w.-]+)'/g)) {
      const isThere =
        keys.has(key!) || keys.has(`${key}_one`) || [...keys].some((known) => known.startsWith(`${key}.`));
      if (!isThere) faults.missing.push(`${file}: ${named[0]}:${key}`);
    }
  }
  return faults;
}

function wordsOf(source: string, folder: string, language: string): unknown {
  return JSON.parse(readFileSync(join(source, folder, `words.${language}.json`), 'utf8'));
}

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path];
  // Spanish has a plural of its own for millions.
  return Object.entries(value as object)
    .filter(([key]) => !key.endsWith('_many'))
    .flatMap(([key, below]) => keysOf(below, path === '' ? key : `${path}.${key}`));
}

/** Style sheets are not typed: a class that was moved elsewhere leaves its element bare, and nothing else says so. */
export function findMissingClasses(source: string): { missing: string[]; named: number } {
  const missing: string[] = [];
  let named = 0;
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.tsx')) continue;
    const file = join(source, name);
    const code = readFileSync(file, 'utf8');
    for (const [, variable, path] of code.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      const sheet = readFileSync(sheetAt(file, path!), 'utf8');
      for (const [, key] of code.matchAll(new RegExp(`\\b${variable}\\['([^']+)'\\]`, 'g'))) {
        named += 1;
        if (!new RegExp(`\\.${key}(?![\\w-])`).test(sheet))
          missing.push(`${relative(source, file)}: ${key} of ${path}`);
      }
    }
  }
  return { missing, named };
}

function sheetAt(file: string, path: string): string {
  const shared = /^@nexus\/page\/([\w-]+\.module\.css)$/.exec(path)?.[1];
  if (shared === undefined) return resolve(dirname(file), path);
  return join(ownSource, shared === 'frame.module.css' ? 'shell' : 'panel', shared);
}
