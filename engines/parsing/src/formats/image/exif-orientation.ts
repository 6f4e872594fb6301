import type { QuarterTurns } from '../../ocr/grey-image.ts';

const turnsOf: Record<number, QuarterTurns> = { 3: 2, 6: 1, 8: 3 };

/**
 * Quarter turns that a JPEG's EXIF orientation asks for (Exif 2.32, tag 0x0112), as every viewer applies them. Mirrored orientations,
 * which cameras do not write, count as upright.
 */
export function readExifTurns(jpeg: Uint8Array): QuarterTurns {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const size = view.getUint16(at + 2);
    if (jpeg[at + 1] === 0xe1 && at + 10 <= jpeg.length && view.getUint32(at + 4) === 0x45786966) {
      return readOrientation(jpeg.subarray(at + 10, at + 2 + size));
    }
    at += 2 + size;
  }
  return 0;
}

function readOrientation(tiff: Uint8Array): QuarterTurns {
  if (tiff.length < 14) return 0;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 0;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.length) return 0;
    if (view.getUint16(entry, little) === 0x0112) return turnsOf[view.getUint16(entry + 8, little)] ?? 0;
  }
  return 0;
}
