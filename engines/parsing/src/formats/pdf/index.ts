import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';
import { readPdf } from './pdf.reader.ts';

export const readers: Partial<Record<FileFormat, Reader>> = { pdf: readPdf };
