import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, manifestName, signatureName } from './manifest.ts';

export type TreeFault = { path: string; fault: 'missing' | 'changed' | 'mode' | 'extra' };

/** What was seen of each file when it was last read whole; whoever changes a file changes one of these. */
export type TreeRecord = { manifestSha256: string; seen: Record<string, string> };

export type TreeCheck = { faults: TreeFault[]; filesRead: number; record: TreeRecord };

export type CheckOptions = {
  /** Of an earlier check: files that look as they did then are not read again. */
  record?: TreeRecord | null;
  /** Names at the top that are not the program's, such as the data folder. */
  ignore?: readonly string[];
  onProgress?: (done: number, total: number) => void;
};

/**
 * Compares a folder with its manifest, down to the last file: what is missing, changed, executable or not, or there without being listed. Reads at
 * most four files at a time. Faults come sorted by path.
 */
export async function checkTree(
  root: string,
  manifest: Manifest,
  manifestSha256: string,
  { record, ignore = [], onProgress }: CheckOptions = {},
): Promise<TreeCheck> {
  const before = record?.manifestSha256 === manifestSha256 ? record.seen : {};
  const seen: Record<string, string> = {};
  const faults: TreeFault[] = [];
  let filesRead = 0;
  let done = 0;

  async function checkFile(path: string): Promise<void> {
    const wanted = manifest.files.get(path)!;
    const stats = await lstat(join(root, path)).catch(() => null);
    if (!stats) faults.push({ path, fault: 'missing' });
    else if (!stats.isFile() || stats.size !== wanted.size) faults.push({ path, fault: 'changed' });
    else if (((stats.mode & 0o100) !== 0) !== (wanted.mode === 0o755)) faults.push({ path, fault: 'mode' });
    else {
      const look = `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}`;
      const isKnown = before[path] === look;
      if (!isKnown) filesRead += 1;
      if (isKnown || (await sha256Of(join(root, path))) === wanted.sha256) seen[path] = look;
      else faults.push({ path, fault: 'changed' });
    }
    done += 1;
    onProgress?.(done, manifest.files.size);
  }

  const queue = manifest.files.keys();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const path of queue) await checkFile(path);
    }),
  );
  for (const [path, target] of manifest.links) {
    const found = await readlink(join(root, path)).catch(() => null);
    if (found !== target) faults.push({ path, fault: found === null ? 'missing' : 'changed' });
  }
  for await (const path of listTree(root, ignore)) {
    const isOwn = path === manifestName || path === signatureName;
    if (!isOwn && !manifest.files.has(path) && !manifest.links.has(path)) faults.push({ path, fault: 'extra' });
  }
  faults.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { faults, filesRead, record: { manifestSha256, seen } };
}

/** Every file and link below a folder, relative to it. */
async function* listTree(root: string, ignore: readonly string[], folder = ''): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (!folder && ignore.includes(entry.name)) continue;
    if (entry.isDirectory()) yield* listTree(root, ignore, path);
    else yield path;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
