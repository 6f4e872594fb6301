import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

const readCsv: Reader = async (input, emit) => (await import('./csv.reader.ts')).readCsv(input, emit);

export const readers: Partial<Record<FileFormat, Reader>> = {
  text: async (input, emit) => (await import('./text.reader.ts')).readText(input, emit),
  csv: readCsv,
  tsv: readCsv,
  html: async (input, emit) => (await import('./html.reader.ts')).readHtml(input, emit),
};
