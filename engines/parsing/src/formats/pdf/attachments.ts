import type { Attachment, ParseLimits } from '../../contract.ts';
import { type Emit, ParseFailure } from '../../reader.ts';
import type { Pdfium } from './pdfium.ts';

const MAX_ATTACHMENTS = 1000;

/** Sends the files that are embedded in the document. Their sizes count together against `maxExpandedBytes`. */
export async function sendAttachments(
  pdfium: Pdfium,
  document: number,
  limits: ParseLimits,
  emit: Emit,
): Promise<void> {
  const { call } = pdfium;
  const count = call.FPDFDoc_GetAttachmentCount(document);
  if (count > MAX_ATTACHMENTS) emit.warn(`Only the first ${MAX_ATTACHMENTS} of ${count} embedded files were read.`);
  let total = 0;
  for (let i = 0; i < Math.min(count, MAX_ATTACHMENTS); i++) {
    const attachment = readAttachment(pdfium, call.FPDFDoc_GetAttachment(document, i), limits.maxExpandedBytes - total);
    if (attachment === null) {
      emit.warn('An embedded file is damaged and was left out.');
      continue;
    }
    total += attachment.bytes.length;
    await emit.attachment(attachment);
  }
}

function readAttachment(pdfium: Pdfium, handle: number, most: number): Attachment | null {
  const { call } = pdfium;
  if (handle === 0) return null;
  const name = pdfium.string((buffer, length) => call.FPDFAttachment_GetName(handle, buffer, length));
  const size = pdfium.scratch(4, (out) => {
    pdfium.view().setUint32(out, 0, true);
    call.FPDFAttachment_GetFile(handle, 0, 0, out);
    return pdfium.view().getUint32(out, true);
  });
  if (size === 0) return null;
  if (size > most) throw new ParseFailure('bomb', 'the embedded files expand beyond the limit');
  return pdfium.scratch(size + 4, (buffer) => {
    const read = call.FPDFAttachment_GetFile(handle, buffer, size, buffer + size);
    return read ? { name: name || 'attachment', bytes: pdfium.bytes().slice(buffer, buffer + size) } : null;
  });
}
