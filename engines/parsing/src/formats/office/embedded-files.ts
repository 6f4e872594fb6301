import type { Attachment } from '../../contract.ts';
import type { Emit } from '../../reader.ts';
import { unwrapOleObject } from './ole/ole-object.ts';
import { isOleContainer, type OfficePackage } from './ooxml-package.ts';

/** Sends the files embedded in a package (`word/embeddings/...`) as attachments; returns how many could not be unwrapped. */
export async function sendEmbeddedFiles(pack: OfficePackage, emit: Emit): Promise<number> {
  let unread = 0;
  for (const name of pack.names) {
    if (!/(?:^|\/)embeddings\//i.test(name)) continue;
    const bytes = pack.bytes(name);
    if (bytes === null || bytes.length === 0) continue;
    const attachment = embeddedFile(name.split('/').at(-1)!, bytes);
    if (attachment === null) unread += 1;
    else await emit.attachment(attachment);
  }
  if (unread > 0) emit.warn(`${unread} embedded object(s) are of a kind that is not read`);
  return unread;
}

/** Old programs wrap what they embed in an OLE container; new ones store the file as it is. */
export function embeddedFile(name: string, bytes: Uint8Array): Attachment | null {
  if (!isOleContainer(bytes)) return { name, bytes };
  if (/\.(?:docx?|xlsx?|pptx?|msg)$/i.test(name)) return { name, bytes };
  return unwrapOleObject(name, bytes);
}

/** Sends the pictures of a package, for documents that are scans pasted into Word: they go to character recognition. */
export async function sendPictures(pack: OfficePackage, folder: RegExp, emit: Emit): Promise<number> {
  let sent = 0;
  for (const name of pack.names) {
    const type = pictureType(name);
    if (!folder.test(name) || type === null || sent >= 500) continue;
    const bytes = pack.bytes(name);
    // Smaller ones are logos, bullets and rules.
    if (bytes === null || bytes.length < 12_000) continue;
    await emit.attachment({ name: name.split('/').at(-1)!, mediaType: type, bytes });
    sent += 1;
  }
  return sent;
}

function pictureType(name: string): string | null {
  const extension = /\.(png|jpe?g|tiff?|gif|bmp|webp)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return null;
  if (extension === 'jpg') return 'image/jpeg';
  return `image/${extension === 'tif' ? 'tiff' : extension}`;
}
