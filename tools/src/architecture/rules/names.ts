import path from 'node:path';
import type { Rule, SourceFile, Violation } from '../project.ts';

/** Names that say nothing: whatever lands in such a file has a better home. */
const emptyWords = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'managers', 'misc']);
/** Empty as a name; before a noun it says something (`common-passwords`). */
const emptyLastWords = new Set([...emptyWords, 'common', 'commons']);

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Route files of the web client carry the router's marks: `__root.tsx`, `_shell.tsx`, `$spaceId.tsx`. */
const routed = /^(__?|\$)?[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*_?$/;

export const names: Rule = {
  name: 'name',
  check: ({ files }) => {
    const folders = new Map<string, SourceFile>();
    for (const file of files) {
      for (let folder = path.posix.dirname(file.path); folder !== '.'; folder = path.posix.dirname(folder)) {
        if (!folders.has(folder)) folders.set(folder, file);
      }
    }
    return [...files.map((file) => file.path), ...folders.keys()].flatMap(problemsOf);
  },
};

function problemsOf(file: string): Violation[] {
  const base = path.posix.basename(file).replace(/\.(ts|tsx|mts|mjs|js|jsx)$/, '');
  const parts = base.split('.');
  const violations: Violation[] = [];
  const shape = /\/web\/(src\/)?routes\//.test(file) ? routed : kebab;
  if (!parts.every((part) => shape.test(part)))
    violations.push({ rule: 'name', file, message: 'names are kebab-case' });
  const words = parts.map((part) => part.split('-'));
  const empty =
    words.flat().find((word) => emptyWords.has(word)) ??
    words.map((part) => part.at(-1)!).find((word) => emptyLastWords.has(word));
  if (empty) violations.push({ rule: 'name', file, message: `"${empty}" says nothing: name what it holds` });
  return violations;
}
