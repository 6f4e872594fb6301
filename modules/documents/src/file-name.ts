import type { Sealer } from '@nexus/crypto';

const kind = 'documents.file_name';

/** `id` is that of the place, or of the document for its main one. */
export function sealFileName(sealer: Sealer, id: string, fileName: string): Buffer {
  return sealer.sealText({ kind, objectId: id }, fileName);
}

export function openFileName(sealer: Sealer, { id, fileName }: { id: string; fileName: Buffer }): string {
  return sealer.openText({ kind, objectId: id }, fileName);
}
