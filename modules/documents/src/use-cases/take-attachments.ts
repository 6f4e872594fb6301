import { AppError } from '@nexus/kernel';
import type { Attachment } from '@nexus/parsing';
import type { VersionRow } from '../documents.tables.ts';
import type { Upload, Uploader, UploadOutcome } from './upload-document.ts';

export type AttachmentIntake = {
  take(attachment: Pick<Attachment, 'name' | 'bytes'>): Promise<void>;
  /** Documents that hold what was taken, new or known before. */
  documentIds: ReadonlySet<string>;
  /** What could not be taken, for the warnings of the document that carried it. */
  warnings: readonly string[];
};

/**
 * Takes in what one version of a document carries, each attachment as a document of its own below it. Two attachments of one name are two
 * documents: mail programs call every picture `image001.png`.
 */
export function createAttachmentIntake(
  version: Pick<VersionRow, 'documentId' | 'spaceId'>,
  upload: (uploader: Uploader, upload: Upload) => Promise<UploadOutcome>,
): AttachmentIntake {
  const uploader = { job: 'ingest', parentDocumentId: version.documentId };
  const documentIds = new Set<string>();
  const warnings: string[] = [];
  const names = new Set<string>();

  async function take({ name, bytes }: Pick<Attachment, 'name' | 'bytes'>): Promise<void> {
    const path = freeName(safeName(name), names);
    names.add(path.toLowerCase());
    async function* content() {
      yield bytes;
    }
    try {
      const stored = await upload(uploader, { spaceId: version.spaceId, path, bytes: content() });
      documentIds.add(stored.documentId);
    } catch (error) {
      // A full disk concerns the whole mail, which is tried again; an attachment over a limit only itself.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      warnings.push(`attachment "${path}" not stored: ${error.message}`);
    }
  }

  return { take, documentIds, warnings };
}

const maxNameLength = 120;

/** A name that `parseFilePath` takes, whatever the sender wrote; the extension outlives the cut, because it helps to tell the format. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_')
    .trim();
  if (/^\.*$/.test(plain)) return 'adjunto';
  if (plain.length <= maxNameLength && Buffer.byteLength(plain) <= 240) return plain;
  const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(plain)?.[0] ?? '';
  let stem = [...plain.slice(0, plain.length - extension.length)].slice(0, maxNameLength - extension.length);
  while (Buffer.byteLength(stem.join('') + extension) > 240) stem = stem.slice(0, -1);
  return stem.join('') + extension;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name.toLowerCase())) return name;
  const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} (${number})${extension}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
