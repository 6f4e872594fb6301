import { ApiProblem } from '@nexus/page/api';
import { createBegunUploads } from './begun-uploads.ts';
import { createDiscard, createSendFile } from './send-file.ts';
import { sendRequest } from './send-request.ts';
import { asTransferError } from './transfer-errors.ts';
import { createUploadQueue, type Transfer, TransferError } from './upload-queue.ts';

const dependencies = { send: sendRequest, begun: createBegunUploads(localStorage) };
const sendFile = createSendFile(dependencies);

const transfer: Transfer = async (upload, options) => {
  try {
    return await sendFile(upload, options);
  } catch (error) {
    if (error instanceof ApiProblem && error.isOffline) await ensureReadable(upload.file);
    throw asTransferError(error);
  }
};

/** A file that was moved or changed on the person's own disk looks to a browser like a cut line. */
async function ensureReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new TransferError(
      {
        es: 'El archivo ya no está en su equipo o ha cambiado. Elíjalo de nuevo.',
        en: 'The file is no longer on your computer, or it changed. Choose it again.',
      },
      false,
    );
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The uploads of this window: they outlive every place of the page. */
export const uploads = createUploadQueue({
  transfer,
  discard: createDiscard(dependencies),
  newKey: () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join('-'),
  wait,
});
