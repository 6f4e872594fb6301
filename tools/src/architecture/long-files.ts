import type { LongFile } from './rules/size.ts';

/** The one list of files that may pass the size limit. A reason says why two files would be worse. */
export const longFiles: readonly LongFile[] = [];
