/** The files of an export, wherever they lie. */
export type ExportReader = {
  /** Paths with forward slashes, relative to the export. */
  paths(): readonly string[];
  read(path: string): Promise<Buffer | null>;
  close(): Promise<void>;
};

/** The file is no export, or no archive that can be read. The message says what, for the terminal. */
export class NotAnExportError extends Error {}
