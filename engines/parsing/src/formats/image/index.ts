import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';
import { readImage } from './image.reader.ts';

export const readers: Partial<Record<FileFormat, Reader>> = {
  png: readImage,
  jpeg: readImage,
  tiff: readImage,
  gif: readImage,
  bmp: readImage,
  webp: readImage,
};
