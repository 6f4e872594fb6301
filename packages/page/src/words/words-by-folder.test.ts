import { expect, test } from 'vitest';
import { byFolder } from './words-by-folder.ts';

test('names the words by the folder that they lie in', () => {
  const [ask, own] = [{ a: '1' }, { b: '2' }];
  expect(byFolder({ '../features/ask/words.es.json': ask, './words.es.json': own })).toEqual({ ask, app: own });
  expect(byFolder({ '../app/words.es.json': own })).toEqual({ app: own });
});
