import { expect, test } from 'vitest';
import { filesOf } from './dropped-files.ts';

/** Entries as browsers give them: folders by the hundred, everything by callback. */
function entry(path: string, inside?: FileSystemEntry[] | 'closed'): FileSystemEntry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const base = { name, fullPath: path, isFile: inside === undefined, isDirectory: inside !== undefined };
  const file = (found: (file: File) => void, refused: () => void) =>
    name === 'secreto' ? refused() : found(new File(['x'], name));
  const createReader = () => {
    let left = inside === 'closed' ? [] : [...(inside ?? [])];
    return {
      readEntries(found: (entries: FileSystemEntry[]) => void, refused: () => void) {
        if (inside === 'closed') return refused();
        found(left.slice(0, 100));
        left = left.slice(100);
      },
    };
  };
  return { ...base, file, createReader } as unknown as FileSystemEntry;
}

test('whole folders come with their paths, past the first hundred, in order and without litter', async () => {
  const actas = Array.from({ length: 250 }, (_, i) => entry(`/obra/actas/acta ${i + 1}.txt`));
  const folder = entry('/obra', [entry('/obra/.DS_Store'), entry('/obra/actas', actas), entry('/obra/plano.pdf')]);
  const { files, unreadable, isCut } = await filesOf({ entries: [folder, entry('/suelto.txt')], loose: [] });
  expect(files).toHaveLength(252);
  expect(files.slice(0, 3).map(({ path }) => path)).toEqual([
    'obra/actas/acta 1.txt',
    'obra/actas/acta 2.txt',
    'obra/actas/acta 3.txt',
  ]);
  expect(files.at(-1)!.path).toBe('suelto.txt');
  expect({ unreadable, isCut }).toEqual({ unreadable: 0, isCut: false });
});

test('what cannot be opened is counted and stops nothing', async () => {
  const { files, unreadable } = await filesOf({
    entries: [entry('/secreto'), entry('/cerrada', 'closed'), entry('/a.txt')],
    loose: [new File(['x'], 'de un correo.pdf')],
  });
  expect(files.map(({ path }) => path)).toEqual(['de un correo.pdf', 'a.txt']);
  expect(unreadable).toBe(2);
});
