import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

export const readers: Partial<Record<FileFormat, Reader>> = {
  eml: async (input, emit) => (await import('./eml.reader.ts')).readEml(input, emit),
};
