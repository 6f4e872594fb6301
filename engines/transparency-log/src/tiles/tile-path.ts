import { MalformedError } from '../errors.ts';

/** Hashes in a full tile, entries in a full bundle: C2SP tlog-tiles, height 8. */
export const tileWidth = 256;

/** `level` is null for a bundle of entries. `width` is 256 for a full tile. */
export type TileAddress = { level: number | null; index: number; width: number };

/** `tile/0/x001/x234/067`, `tile/1/000.p/17`, `tile/entries/000` */
export function tilePath({ level, index, width }: TileAddress): string {
  const digits = String(index).padStart(3, '0');
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g)!;
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level ?? 'entries'}/${path}${width === tileWidth ? '' : `.p/${width}`}`;
}

const form = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*)([0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** One address has one path. @throws MalformedError for every other text */
export function parseTilePath(path: string): TileAddress {
  const [, level, higher, lowest, width] = form.exec(path) ?? refuse('not a path of tlog-tiles');
  const address: TileAddress = {
    level: level === 'entries' ? null : Number(level),
    index: Number(`${higher!.replaceAll(/[x/]/g, '')}${lowest}`),
    width: width === undefined ? tileWidth : Number(width),
  };
  if (address.level !== null && address.level > 63) refuse('no level above 63');
  if (width !== undefined && address.width >= tileWidth) refuse('a partial tile has at most 255 hashes');
  if (!Number.isSafeInteger(address.index) || tilePath(address) !== path) refuse('more zeros than it may have');
  return address;
}

function refuse(fault: string): never {
  throw new MalformedError('path of a tile', fault);
}

/** How many hashes a tile has in a tree of `size` entries; 0 when it has no such tile. */
export function widthOf(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

/** Every tile of a tree, level by level, then every bundle of entries from `firstEntry` (the beginning of a bundle) on. */
export function* tilesOf(size: number, firstEntry = 0): Generator<TileAddress> {
  for (let level = 0; Math.floor(size / tileWidth ** level) > 0; level += 1) {
    const count = Math.ceil(Math.floor(size / tileWidth ** level) / tileWidth);
    for (let index = 0; index < count; index += 1) yield { level, index, width: widthOf(size, level, index) };
  }
  for (let index = firstEntry / tileWidth; index * tileWidth < size; index += 1) {
    yield { level: null, index, width: widthOf(size, 0, index) };
  }
}
