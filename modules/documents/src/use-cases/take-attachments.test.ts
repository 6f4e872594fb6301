import { InvalidInputError, UnavailableError } from '@nexus/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilePath } from '../file-path.ts';
import { createAttachmentIntake, safeName } from './take-attachments.ts';
import type { Upload } from './upload-document.ts';

const version = { documentId: 'mail', spaceId: 'space' };
const bytes = new Uint8Array([1]);

test('attachments of one name stay apart, in the same order at every reading', async () => {
  const read = async () => {
    const paths: string[] = [];
    const intake = createAttachmentIntake(version, async (_, { path }: Upload) => {
      paths.push(path);
      return { documentId: path, versionId: path, outcome: 'created' };
    });
    for (const name of ['image001.png', 'IMAGE001.png', 'image001 (2).png', 'image001.png', 'sin extensión'])
      await intake.take({ name, bytes });
    return paths;
  };
  const first = await read();
  expect(first[0]).toBe('image001.png');
  expect(new Set(first.map((path) => path.toLowerCase())).size).toBe(5);
  expect(await read()).toEqual(first);
});

test('whatever the sender called it, the name is one that an upload takes', () => {
  const odd = [
    '..',
    '.',
    '',
    '   ',
    '../../etc/passwd',
    'a\u202egpj.exe',
    'línea\u2028dos.txt',
    `${'ñ'.repeat(300)}.pdf`,
  ];
  for (const name of odd) expect(parseFilePath(safeName(name)).folders).toEqual([]);
  expect(safeName(`${'ñ'.repeat(300)}.pdf`)).toMatch(/ñ\.pdf$/);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      expect(parseFilePath(safeName(name)).folders).toEqual([]);
    }),
  );
});

test('one that is refused is named and the rest goes on; a server that cannot store stops the mail', async () => {
  const refusing = createAttachmentIntake(version, async (_, { path }) => {
    if (path === 'grande.bin') throw new InvalidInputError('too large', []);
    return { documentId: path, versionId: path, outcome: 'created' };
  });
  await refusing.take({ name: 'grande.bin', bytes });
  await refusing.take({ name: 'acta.txt', bytes });
  expect(refusing.warnings).toEqual(['attachment "grande.bin" not stored: too large']);
  expect([...refusing.documentIds]).toEqual(['acta.txt']);
  const full = createAttachmentIntake(version, async () => {
    throw new UnavailableError('no room');
  });
  await expect(full.take({ name: 'acta.txt', bytes })).rejects.toThrow('no room');
});
