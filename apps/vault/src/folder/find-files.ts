import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

export type FoundFile = { path: string; absolute: string; sizeBytes: number };

/** Regular files below a folder (or the one file given), by relative path. Hidden and temporary files are passed over; links are not followed. */
export async function findFiles(root: string): Promise<FoundFile[]> {
  const info = await stat(root);
  if (info.isFile()) return [{ path: basename(root), absolute: root, sizeBytes: info.size }];
  const files: FoundFile[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(root, absolute).split(sep).join('/');
    const isHidden = path.split('/').some((segment) => segment.startsWith('.') || segment.startsWith('~$'));
    if (!entry.isFile() || isHidden) continue;
    files.push({ path, absolute, sizeBytes: (await stat(absolute)).size });
  }
  return files.sort((a, b) => a.path.localeCompare(b.path));
}
