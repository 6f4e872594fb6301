import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

const readOdfText: Reader = async (input, emit) => (await import('./odf/odf.reader.ts')).readOdfText(input, emit);

/** Loaded by format, so that a child that only ever sees Word files does not compile the other readers. */
export const readers: Partial<Record<FileFormat, Reader>> = {
  docx: async (input, emit) => (await import('./docx/docx.reader.ts')).readDocx(input, emit),
  xlsx: async (input, emit) => (await import('./xlsx/xlsx.reader.ts')).readXlsx(input, emit),
  pptx: async (input, emit) => (await import('./pptx/pptx.reader.ts')).readPptx(input, emit),
  odt: readOdfText,
  odp: readOdfText,
  ods: async (input, emit) => (await import('./odf/ods.reader.ts')).readOds(input, emit),
};
