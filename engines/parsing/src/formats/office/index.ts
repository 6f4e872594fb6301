import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

/** Loaded by format, so that a child that only ever sees Word files does not compile the other readers. */
export const readers: Partial<Record<FileFormat, Reader>> = {
  docx: async (input, emit) => (await import('./docx/docx.reader.ts')).readDocx(input, emit),
  xlsx: async (input, emit) => (await import('./xlsx/xlsx.reader.ts')).readXlsx(input, emit),
};
