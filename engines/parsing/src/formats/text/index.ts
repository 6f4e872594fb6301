import type { FileFormat } from '../../contract.ts';
import type { Reader } from '../../reader.ts';

const readCsv: Reader = async (input, emit) => (await import('./csv.reader.ts')).readCsv(input, emit);

export const readers: Partial<Record<FileFormat, Reader>> = {
  text: async (input, emit) => (await import('./text.reader.ts')).readText(input, emit),
  csv: readCsv,
  tsv: readCsv,
  markdown: async (input, emit) => (await import('./markdown.reader.ts')).readMarkdown(input, emit),
  json: async (input, emit) => (await import('./json.reader.ts')).readJson(input, emit),
  xml: async (input, emit) => (await import('./xml.reader.ts')).readXml(input, emit),
  rtf: async (input, emit) => (await import('../office/rtf/rtf.reader.ts')).readRtf(input, emit),
  html: async (input, emit) => (await import('./html.reader.ts')).readHtml(input, emit),
};
