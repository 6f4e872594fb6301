/** Streams of an OLE compound file by path (`Workbook`, `ObjectPool/_1/\x01Ole10Native`), with the name of the root storage's class. */
export type CompoundFile = {
  streams: readonly string[];
  read(path: string): Uint8Array | null;
};

const endOfChain = 0xffff_fffe;
const directoryEntrySize = 128;
const miniCutoff = 4096;

/**
 * Reads the directory of a compound file ([MS-CFB]). Null when it does not hold together. Every chain is bounded by the number of sectors
 * in the file, so that a loop ends.
 */
export function openCompoundFile(bytes: Uint8Array): CompoundFile | null {
  if (bytes.length < 512 + directoryEntrySize) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, false) !== 0xd0cf11e0) return null;
  const sectorSize = 1 << Math.min(view.getUint16(30, true), 16);
  const miniSize = 1 << Math.min(view.getUint16(32, true), 16);
  if (sectorSize < 512 || miniSize < 16) return null;
  const sectors = Math.ceil(bytes.length / sectorSize);
  const sector = (index: number): Uint8Array => bytes.subarray((index + 1) * sectorSize, (index + 2) * sectorSize);

  const fatSectors: number[] = [];
  for (let at = 0; at < 109; at += 1) fatSectors.push(view.getUint32(76 + at * 4, true));
  for (let next = view.getUint32(68, true), steps = 0; next < sectors && steps < sectors; steps += 1) {
    const table = sector(next);
    if (table.length < sectorSize) break;
    const entries = new DataView(table.buffer, table.byteOffset, table.byteLength);
    for (let at = 0; at < sectorSize / 4 - 1; at += 1) fatSectors.push(entries.getUint32(at * 4, true));
    next = entries.getUint32(sectorSize - 4, true);
  }
  const fat = new Uint32Array(sectors + 1).fill(endOfChain);
  fatSectors.forEach((index, at) => {
    if (index >= sectors) return;
    const table = sector(index);
    const entries = new DataView(table.buffer, table.byteOffset, table.byteLength);
    for (let each = 0; each * 4 + 4 <= table.length; each += 1) {
      const target = at * (sectorSize / 4) + each;
      if (target < fat.length) fat[target] = entries.getUint32(each * 4, true);
    }
  });

  const chain = (start: number, size = Number.POSITIVE_INFINITY): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let next = start, steps = 0; next < sectors && steps <= sectors && length < size; steps += 1) {
      const piece = sector(next);
      pieces.push(piece);
      length += piece.length;
      next = fat[next] ?? endOfChain;
    }
    return joinPieces(pieces, Math.min(length, size));
  };

  const directory = chain(view.getUint32(48, true));
  const entries = readDirectory(directory);
  const root = entries[0];
  if (root === undefined) return null;
  const miniStream = chain(root.start, root.size);
  const miniFatBytes = chain(view.getUint32(60, true));
  const miniFat = new DataView(miniFatBytes.buffer, miniFatBytes.byteOffset, miniFatBytes.byteLength);

  const miniChain = (start: number, size: number): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const limit = miniStream.length / miniSize;
    for (let next = start, steps = 0; next < limit && steps <= limit && length < size; steps += 1) {
      const piece = miniStream.subarray(next * miniSize, (next + 1) * miniSize);
      pieces.push(piece);
      length += piece.length;
      next = next * 4 + 4 <= miniFat.byteLength ? miniFat.getUint32(next * 4, true) : endOfChain;
    }
    return joinPieces(pieces, Math.min(length, size));
  };

  const paths = new Map<string, DirectoryEntry>();
  const visited = new Set<number>();
  const stack: { index: number; prefix: string }[] = [{ index: root.child, prefix: '' }];
  while (stack.length > 0) {
    const { index, prefix } = stack.pop()!;
    const entry = entries[index];
    if (entry === undefined || visited.has(index)) continue;
    visited.add(index);
    stack.push({ index: entry.left, prefix }, { index: entry.right, prefix });
    if (entry.type === 1) stack.push({ index: entry.child, prefix: `${prefix}${entry.name}/` });
    else if (entry.type === 2) paths.set(prefix + entry.name, entry);
  }

  return {
    streams: [...paths.keys()],
    read(path) {
      const entry = paths.get(path);
      if (entry === undefined) return null;
      return entry.size < miniCutoff ? miniChain(entry.start, entry.size) : chain(entry.start, entry.size);
    },
  };
}

type DirectoryEntry = {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
};

function readDirectory(bytes: Uint8Array): DirectoryEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at + directoryEntrySize <= bytes.length; at += directoryEntrySize) {
    const nameLength = Math.min(64, view.getUint16(at + 64, true));
    entries.push({
      name: new TextDecoder('utf-16le').decode(bytes.subarray(at, at + Math.max(0, nameLength - 2))),
      type: view.getUint8(at + 66),
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    });
  }
  return entries;
}

function joinPieces(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece.subarray(0, Math.min(piece.length, length - at)), at);
    at += piece.length;
    if (at >= length) break;
  }
  return joined;
}
