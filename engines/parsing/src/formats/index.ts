import type { FileFormat } from '../contract.ts';
import { ParseFailure, type Reader } from '../reader.ts';

/**
 * Which folder reads which format. Each `formats/<folder>/index.ts` exports `readers: Partial<Record<FileFormat, Reader>>`; it is loaded
 * when the first file of its kind comes, so that a child starts fast and a mail never pays for PDFium. Legacy Office files are converted outside of the child.
 */
const folders: Record<FileFormat, 'pdf' | 'image' | 'office' | 'mail' | 'text' | null> = {
  pdf: 'pdf',
  docx: 'office',
  xlsx: 'office',
  pptx: 'office',
  odt: 'office',
  ods: 'office',
  odp: 'office',
  rtf: 'text',
  doc: null,
  xls: null,
  ppt: null,
  eml: 'mail',
  msg: 'mail',
  mbox: 'mail',
  html: 'text',
  text: 'text',
  markdown: 'text',
  csv: 'text',
  tsv: 'text',
  json: 'text',
  xml: 'text',
  png: 'image',
  jpeg: 'image',
  tiff: 'image',
  gif: 'image',
  bmp: 'image',
  webp: 'image',
};

type Folder = { readers: Partial<Record<FileFormat, Reader>> };

/** The reader of a format. @throws ParseFailure `unsupported` when this build has none. */
export async function loadReader(format: FileFormat): Promise<Reader> {
  const name = folders[format];
  if (name === null) throw new ParseFailure('needs_libreoffice', `files of type ${format} are converted first`);
  const folder = await import(`./${name}/index.ts`).then(
    (module: Folder) => module,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
        return { readers: {} } as Folder;
      throw error;
    },
  );
  const reader = folder.readers[format];
  if (!reader) throw new ParseFailure('unsupported', `files of type ${format} are not read`);
  return reader;
}
