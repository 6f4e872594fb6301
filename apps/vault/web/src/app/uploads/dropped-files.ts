import type { ChosenFile } from './upload-queue.ts';

/** What systems leave in folders and nobody means to upload. */
const litter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.localized']);
/** A folder dragged by mistake (a whole disk) must not hang the page. */
export const mostFiles = 50_000;

/** `loose` are files that have no place in a file system: dragged out of a mail, for instance. */
export type Dropped = { entries: readonly FileSystemEntry[]; loose: readonly File[] };

/** Must be asked while the drop event is being handled; afterwards the browser has forgotten. */
export function droppedIn(transfer: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    if (file) loose.push(file);
  }
  return { entries, loose };
}

/** The files of dropped files and folders, with their relative paths, folder by folder. Files that cannot be opened are left out and counted. */
export async function filesOf({
  entries,
  loose,
}: Dropped): Promise<{ files: ChosenFile[]; unreadable: number; isCut: boolean }> {
  const files: ChosenFile[] = loose.map((file) => ({ file, path: file.name }));
  let unreadable = 0;
  const open = [...entries];
  while (open.length > 0 && files.length < mostFiles) {
    const entry = open.shift()!;
    if (isFile(entry)) {
      if (litter.has(entry.name)) continue;
      const file = await fileOf(entry);
      if (file) files.push({ file, path: entry.fullPath.replace(/^\/+/, '') });
      else unreadable += 1;
    } else if (isFolder(entry)) {
      const inside = await contentsOf(entry);
      if (inside) open.unshift(...inside);
      else unreadable += 1;
    }
  }
  return { files, unreadable, isCut: open.length > 0 };
}

/** Files of a file dialog; of a folder dialog they carry their path. */
export function filesOfInput(list: FileList): ChosenFile[] {
  return [...list]
    .filter(({ name }) => !litter.has(name))
    .slice(0, mostFiles)
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => {
    entry.file(resolve, () => resolve(null));
  });
}

/** A reader gives a hundred entries at a time, until it gives none. */
async function contentsOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[] | null> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (true) {
    const some = await new Promise<FileSystemEntry[] | null>((resolve) => {
      reader.readEntries(resolve, () => resolve(null));
    });
    if (some === null) return null;
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    all.push(...some);
  }
}
