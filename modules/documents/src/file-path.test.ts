import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidFilePathError } from './documents.errors.ts';
import { parseFilePath } from './file-path.ts';

test('folders and name are told apart, with either slash', () => {
  expect(parseFilePath('contratos/2024/17.pdf')).toEqual({ folders: ['contratos', '2024'], fileName: '17.pdf' });
  expect(parseFilePath('C:\\obras\\acta nº 3.docx')).toEqual({ folders: ['C:', 'obras'], fileName: 'acta nº 3.docx' });
  expect(parseFilePath('./a//b.txt')).toEqual({ folders: ['a'], fileName: 'b.txt' });
});

test('decomposed accents become one character, so that one folder is not made twice', () => {
  expect(parseFilePath('n\u0303/a\u0301.txt')).toEqual({ folders: ['ñ'], fileName: 'á.txt' });
});

test.each([
  '',
  '/',
  '../secret.txt',
  'a/../b.txt',
  'inv\u202efdp.exe',
  'a\u0000b',
  'line\nbreak.txt',
  `${'x'.repeat(256)}.txt`,
])('refused: %j', (path) => {
  expect(() => parseFilePath(path)).toThrow(InvalidFilePathError);
});

test('whatever comes in, names that come out are safe, or it is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (path) => {
      try {
        const { folders, fileName } = parseFilePath(path);
        for (const name of [...folders, fileName]) {
          expect(name).not.toMatch(/[/\\\p{Cc}]/u);
          expect(['', '.', '..']).not.toContain(name);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFilePathError);
      }
    }),
  );
});
