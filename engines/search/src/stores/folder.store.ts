import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CellId, SegmentStore } from '../contract.ts';

export type FolderStoreOptions = {
  folder: string;
  /**
   * Seals bytes before they are written, bound to the cell and the object's name (unique within the cell), so that a moved file does not open. Without
   * the pair the files lie open.
   */
  seal?(cell: CellId, name: string, bytes: Uint8Array): Uint8Array;
  open?(cell: CellId, name: string, bytes: Uint8Array): Uint8Array;
};

/**
 * One folder a cell (named by the hash of the cell id: ids may hold anything), one file a segment, and `manifest-<version>` files of which the highest
 * counts. A commit links the next manifest's name, which fails when another process was quicker. Everything is first written under a temporary
 * name and synced; the folder is synced after. A crash leaves at most a `.tmp` file, which nothing reads.
 */
export function createFolderStore(options: FolderStoreOptions): SegmentStore {
  const { folder, seal = keepAsIs, open: unseal = keepAsIs } = options;
  const known = new Set<CellId>();

  const pathOf = (cell: CellId) => join(folder, createHash('sha256').update(cell).digest('hex').slice(0, 32));

  async function ensureFolder(cell: CellId): Promise<string> {
    const path = pathOf(cell);
    if (!known.has(cell)) {
      await mkdir(path, { recursive: true });
      await syncFolder(folder);
      known.add(cell);
    }
    return path;
  }

  async function list(cell: CellId): Promise<string[]> {
    return readdir(pathOf(cell)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  async function currentVersion(cell: CellId): Promise<number> {
    return Math.max(0, ...manifestVersions(await list(cell)));
  }

  return {
    async readManifest(cell) {
      // A commit may remove the file between listing and reading; the next round finds its successor.
      for (let attempt = 0; ; attempt += 1) {
        const version = await currentVersion(cell);
        if (version === 0) return null;
        try {
          const sealed = await readFile(join(pathOf(cell), manifestName(version)));
          return { version, bytes: unseal(cell, manifestName(version), sealed) };
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 10) throw error;
        }
      }
    },
    async commitManifest(cell, expectedVersion, bytes) {
      const path = await ensureFolder(cell);
      if ((await currentVersion(cell)) !== expectedVersion) return false;
      const name = manifestName(expectedVersion + 1);
      if (!(await writeDurably(path, name, seal(cell, name, bytes), 'new'))) return false;
      // A process that slept for long may have linked the name of a version that was committed and tidied away since. If instead somebody has just
      // built on this commit, refusing it is harmless: preparing the change again finds it done.
      if ((await currentVersion(cell)) !== expectedVersion + 1) return false;
      for (const version of manifestVersions(await list(cell))) {
        if (version < expectedVersion) await rm(join(path, manifestName(version)), { force: true });
      }
      return true;
    },
    async readSegment(cell, segmentId) {
      return unseal(cell, segmentId, await readFile(join(pathOf(cell), `${segmentId}.segment`)));
    },
    async writeSegment(cell, segmentId, bytes) {
      const path = await ensureFolder(cell);
      await writeDurably(path, `${segmentId}.segment`, seal(cell, segmentId, bytes), 'replace');
    },
    async removeSegment(cell, segmentId) {
      await rm(join(pathOf(cell), `${segmentId}.segment`), { force: true });
    },
    async listSegments(cell) {
      const files = await list(cell);
      return files.filter((file) => file.endsWith('.segment')).map((file) => file.slice(0, -'.segment'.length));
    },
  };
}

function keepAsIs(_cell: CellId, _name: string, bytes: Uint8Array): Uint8Array {
  return bytes;
}

function manifestName(version: number): string {
  return `manifest-${version}`;
}

function manifestVersions(files: readonly string[]): number[] {
  return files.flatMap((file) => (/^manifest-\d+$/.test(file) ? [Number(file.slice('manifest-'.length))] : []));
}

/** False when `name` must be new and is not. Leaves no temporary file behind unless the process dies. */
async function writeDurably(
  folder: string,
  name: string,
  bytes: Uint8Array,
  mode: 'new' | 'replace',
): Promise<boolean> {
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode === 'new') {
      // A link fails when the name exists, where a rename would replace it.
      const linked = await link(temporary, join(folder, name)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (!linked) return false;
    } else {
      await rename(temporary, join(folder, name));
    }
    await syncFolder(folder);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
