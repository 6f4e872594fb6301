import UTIF, { type IFD } from 'utif2';
import { ParseFailure } from '../../reader.ts';
import { ensureSize, type RgbaImage } from './rgba.ts';

export type TiffPage = { decode(): RgbaImage; width: number; height: number };

const WIDTH = 't256';
const HEIGHT = 't257';
const SUBFILE_TYPE = 't254';
const X_RESOLUTION = 't282';
const RESOLUTION_UNIT = 't296';
const CENTIMETRE = 3;

/** The pages of a TIFF; thumbnails (reduced images, TIFF 6.0 section 8) are no pages. @throws ParseFailure `broken`. */
export function openTiff(bytes: Uint8Array): TiffPage[] {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const directories = decodeDirectories(buffer);
  const pages = directories.filter((directory) => has(directory, WIDTH) && (number(directory, SUBFILE_TYPE) & 1) === 0);
  if (pages.length === 0) throw new ParseFailure('broken', 'the TIFF holds no picture');
  return pages.map((directory) => {
    const width = number(directory, WIDTH);
    const height = number(directory, HEIGHT);
    return { width, height, decode: () => decodePage(buffer, directory, width, height) };
  });
}

function decodeDirectories(buffer: ArrayBuffer): IFD[] {
  try {
    return UTIF.decode(buffer);
  } catch (cause) {
    throw new ParseFailure('broken', 'the TIFF is damaged', { cause });
  }
}

function decodePage(buffer: ArrayBuffer, directory: IFD, width: number, height: number): RgbaImage {
  ensureSize(width, height);
  UTIF.decodeImage(buffer, directory);
  const rgba = UTIF.toRGBA8(directory);
  if (rgba.length < width * height * 4) throw new ParseFailure('broken', 'a page of the TIFF is damaged');
  // The pixels stay in the directory otherwise, and a fax of a hundred pages would keep all of them.
  Reflect.deleteProperty(directory, 'data');
  const resolution = number(directory, X_RESOLUTION);
  const dpi = number(directory, RESOLUTION_UNIT) === CENTIMETRE ? resolution * 2.54 : resolution;
  return dpi > 0 ? { width, height, rgba, dpi } : { width, height, rgba };
}

function has(directory: IFD, tag: string): boolean {
  return Array.isArray(directory[tag]) || ArrayBuffer.isView(directory[tag]);
}

function number(directory: IFD, tag: string): number {
  const value = directory[tag] as ArrayLike<unknown> | undefined;
  const first = Number(value?.[0] ?? 0);
  return Number.isFinite(first) ? first : 0;
}
