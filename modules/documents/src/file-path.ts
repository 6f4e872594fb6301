import { InvalidFilePathError } from './documents.errors.ts';

export type FilePath = { folders: string[]; fileName: string };

const maxDepth = 32;
const maxNameBytes = 255;

/**
 * A path as it comes with an upload (`contratos/2024/17.pdf`, also with backslashes) to folders and a file name. The names are only ever shown and
 * sealed, never used on a disk; still nothing passes that could mislead a reader or a later export: no `..`, no control or bidirectional
 * override characters, normalised to NFC.
 */
export function parseFilePath(path: string): FilePath {
  const segments = path
    .normalize('NFC')
    .split(/[/\\]+/)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '' && segment !== '.');
  const fileName = segments.pop();
  if (!fileName) throw new InvalidFilePathError('The file has no name.');
  if (segments.length > maxDepth)
    throw new InvalidFilePathError(`Folders are nested more than ${maxDepth} levels deep.`);
  for (const segment of [...segments, fileName]) ensureName(segment);
  return { folders: segments, fileName };
}

// C0, C1, line and paragraph separators, and the controls that turn `gpj.exe` around on a screen.
const misleading = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

function ensureName(name: string): void {
  if (name === '..') throw new InvalidFilePathError('A path may not contain "..".');
  if (misleading.test(name)) throw new InvalidFilePathError('A file name may not contain control characters.');
  if (Buffer.byteLength(name) > maxNameBytes)
    throw new InvalidFilePathError(`A name is longer than ${maxNameBytes} bytes.`);
}
