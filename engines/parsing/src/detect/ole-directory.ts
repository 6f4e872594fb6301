import { ParseFailure } from '../reader.ts';

/** An entry of an OLE2 directory. `offset`: where its first sector starts in the file; null for storages and for small streams. */
export type OleEntry = { name: string; offset: number | null };

const LAST_REGULAR_SECTOR = 0xffff_fffa;
const ENTRY_BYTES = 128;
const MAX_ENTRIES = 100_000;

/**
 * The names in an OLE2 container's directory ([MS-CFB] 2.2, 2.3, 2.6). Follows the directory's sector chain and nothing else; a chain
 * that loops or leaves the file ends the walk. Linear in the number of entries.
 * @throws ParseFailure `broken` when even the header makes no sense.
 */
export function listOleEntries(bytes: Uint8Array): OleEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 512) throw new ParseFailure('broken', 'the OLE2 container is cut off');
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) throw new ParseFailure('broken', 'the OLE2 container has an impossible sector size');
  const sectorBytes = 1 << shift;
  const offsetOf = (sector: number): number => (sector + 1) * sectorBytes;
  const streamFloor = view.getUint32(56, true);
  const entries: OleEntry[] = [];
  const seen = new Set<number>();
  let sector = view.getUint32(48, true);
  while (sector < LAST_REGULAR_SECTOR && !seen.has(sector) && entries.length < MAX_ENTRIES) {
    seen.add(sector);
    for (
      let at = offsetOf(sector);
      at < offsetOf(sector) + sectorBytes && at + ENTRY_BYTES <= bytes.length;
      at += ENTRY_BYTES
    ) {
      const entry = readEntry(view, at, streamFloor, offsetOf);
      if (entry) entries.push(entry);
    }
    sector = nextSector(view, sector, sectorBytes);
  }
  if (entries.length === 0) throw new ParseFailure('broken', 'the OLE2 container has no readable directory');
  return entries;
}

function readEntry(view: DataView, at: number, streamFloor: number, offsetOf: (s: number) => number): OleEntry | null {
  const nameBytes = view.getUint16(at + 64, true);
  const kind = view.getUint8(at + 66);
  if (kind === 0 || nameBytes < 2 || nameBytes > 64) return null;
  let name = '';
  for (let i = 0; i < nameBytes - 2; i += 2) name += String.fromCharCode(view.getUint16(at + i, true));
  const size = view.getUint32(at + 120, true);
  return { name, offset: kind === 2 && size >= streamFloor ? offsetOf(view.getUint32(at + 116, true)) : null };
}

/** Table sectors that the header itself lists; the others stand in a chain of sectors of their own ([MS-CFB] 2.5). */
const HEADER_TABLES = 109;

/** The sector after this one in its chain, by the allocation table. */
function nextSector(view: DataView, sector: number, sectorBytes: number): number {
  const perSector = sectorBytes / 4;
  const table = findTableSector(view, Math.floor(sector / perSector), sectorBytes);
  const at = (table + 1) * sectorBytes + (sector % perSector) * 4;
  return table < LAST_REGULAR_SECTOR && at + 4 <= view.byteLength ? view.getUint32(at, true) : LAST_REGULAR_SECTOR;
}

/** Where the allocation table's n-th sector is. Each sector of the list ends with the number of the next one. */
function findTableSector(view: DataView, index: number, sectorBytes: number): number {
  if (index < HEADER_TABLES) return view.getUint32(76 + index * 4, true);
  const perList = sectorBytes / 4 - 1;
  let list = view.getUint32(68, true);
  for (let skip = Math.floor((index - HEADER_TABLES) / perList); skip > 0; skip--) {
    const link = (list + 2) * sectorBytes - 4;
    if (list >= LAST_REGULAR_SECTOR || link + 4 > view.byteLength) return LAST_REGULAR_SECTOR;
    list = view.getUint32(link, true);
  }
  const at = (list + 1) * sectorBytes + ((index - HEADER_TABLES) % perList) * 4;
  return list < LAST_REGULAR_SECTOR && at + 4 <= view.byteLength ? view.getUint32(at, true) : LAST_REGULAR_SECTOR;
}
