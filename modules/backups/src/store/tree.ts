import { BackupBrokenError } from '../targets/target.ts';
import { chunkBytes } from './chunk-codec.ts';
import type { Pack } from './chunk-index.ts';
import type { StoredBlob, WalRange } from './journal.ts';

/** A file or folder of the database server, below its data directory. */
export type TreeFile = { path: string; size: number; sha256: string; mode: number; chunks: readonly string[] };

/** Everything that a generation consists of. One line each, so that it is written and read without being held as one text. */
export type TreeLine =
  | readonly ['d', path: string, mode: number]
  | readonly ['f', path: string, size: number, sha256: string, mode: number, chunks: readonly string[]]
  | readonly ['b', key: string, size: number, chunks: readonly string[]]
  | readonly ['w', range: WalRange]
  | readonly ['x', name: string, size: number, chunks: readonly string[]]
  | readonly ['p', name: string, size: number, chunks: Pack['chunks']];

export type Tree = {
  directories: { path: string; mode: number }[];
  files: TreeFile[];
  blobs: StoredBlob[];
  wal: WalRange[];
  /** Small files beside the database, by name. */
  extras: { name: string; size: number; chunks: readonly string[] }[];
  packs: Pack[];
};

/** Pieces of at most a chunk. Equal beginnings of two trees give equal pieces, which are stored once. */
export function* renderTree(lines: Iterable<TreeLine>): Generator<Buffer> {
  let parts: string[] = [];
  let size = 0;
  for (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    for (let at = 0; at < text.length; at += chunkBytes / 4) {
      const part = text.slice(at, at + chunkBytes / 4);
      if (size + part.length * 3 > chunkBytes) {
        yield Buffer.from(parts.join(''));
        parts = [];
        size = 0;
      }
      parts.push(part);
      size += Buffer.byteLength(part);
    }
  }
  if (parts.length > 0) yield Buffer.from(parts.join(''));
}

/** @throws BackupBrokenError for a line of no kind that this release knows */
export async function readTree(pieces: AsyncIterable<Buffer>, where: string): Promise<Tree> {
  const tree: Tree = { directories: [], files: [], blobs: [], wal: [], extras: [], packs: [] };
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(tree, JSON.parse(line) as TreeLine, where);
  }
  if (rest !== '') throw new BackupBrokenError(where, 'cut', `The list of ${where} is cut short.`);
  return tree;
}

function take(tree: Tree, line: TreeLine, where: string): void {
  switch (line[0]) {
    case 'd':
      tree.directories.push({ path: line[1], mode: line[2] });
      return;
    case 'f':
      tree.files.push({ path: line[1], size: line[2], sha256: line[3], mode: line[4], chunks: line[5] });
      return;
    case 'b':
      tree.blobs.push([line[1], line[2], line[3]]);
      return;
    case 'w':
      tree.wal.push(line[1]);
      return;
    case 'x':
      tree.extras.push({ name: line[1], size: line[2], chunks: line[3] });
      return;
    case 'p':
      tree.packs.push({ name: line[1], size: line[2], chunks: line[3] });
      return;
    default:
      throw new BackupBrokenError(where, 'format', `The list of ${where} was written by a newer release.`);
  }
}
