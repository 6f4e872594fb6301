import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

export const readers: Partial<Record<FileFormat, Reader>> = {
  eml: async (input, emit) => (await import('./eml.reader.ts')).readEml(input, emit),
  msg: async (input, emit) => (await import('./msg.reader.ts')).readMsg(input, emit),
  mbox: async (input, emit) => (await import('./mbox.reader.ts')).readMbox(input, emit),
};
