import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditActions } from '@nexus/audit';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../web/src/features/activity');

type ActionWords = { actions: Record<string, Record<string, string>>; nouns: Record<string, string> };

test.each(['es', 'en'])('every action that the log can say has words in %s, and nothing else has', (language) => {
  const words = JSON.parse(readFileSync(join(folder, `words.${language}.json`), 'utf8')) as ActionWords;
  const said = Object.entries(words.actions).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  );
  expect(said.sort()).toEqual([...auditActions].sort());
  const nouns = new Set(auditActions.map((action) => action.split('.')[0]!));
  expect(Object.keys(words.nouns).sort()).toEqual([...nouns].sort());
});
