import { saveFile } from '@nexus/page';
import type { WrittenFile } from './licence-queries.ts';

/** A file that is carried to the issuer. */
export function saveWrittenFile({ name, text }: WrittenFile): void {
  saveFile(new Blob([text], { type: 'text/plain' }), name);
}
