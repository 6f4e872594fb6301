import { ApiProblem } from '@nexus/page/api';
import { TransferError } from './upload-queue.ts';

const words: Record<string, { es: string; en: string }> = {
  offline: { es: 'Esperando al servidor', en: 'Waiting for the server' },
  session: { es: 'Esperando a que entre de nuevo', en: 'Waiting for you to sign in again' },
  busy: { es: 'El servidor pide esperar un momento', en: 'The server asks to wait a moment' },
  'documents.file_too_large': {
    es: 'El archivo supera el tamaño que admite este servidor.',
    en: 'The file is larger than this server takes.',
  },
  'documents.invalid_path': {
    es: 'El nombre del archivo o de una carpeta no es válido. Cámbielo y vuelva a añadirlo.',
    en: 'The name of the file or of a folder is not valid. Change it and add the file again.',
  },
  'documents.forbidden': {
    es: 'Su papel en este espacio no permite añadir documentos.',
    en: 'Your role in this space does not include adding documents.',
  },
  'documents.space_not_found': { es: 'El espacio ya no está a su alcance.', en: 'You can no longer reach the space.' },
  'documents.too_many_uploads': {
    es: 'Hay demasiadas subidas sin terminar. Termine o cancele algunas.',
    en: 'Too many unfinished uploads. Finish or cancel some.',
  },
  'blobs.storage_full': {
    es: 'El disco del servidor está lleno. Avise a quien lo administra; después podrá reintentar.',
    en: 'The server’s disk is full. Tell whoever runs it; then try again.',
  },
};
const passing = new Set(['request.idempotency_key_in_use', 'request.body_cut', 'documents.upload_not_found']);

/** Whether the trouble passes by itself, in words. Server errors may: the file is sent again until it arrives or somebody cancels. */
export function asTransferError(error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  if (!(error instanceof ApiProblem)) return new TransferError({ es: String(error), en: String(error) }, false);
  if (error.code === 'blobs.storage_full') return new TransferError(words[error.code]!, false);
  if (error.status === 401) return new TransferError(words['session']!, true);
  if (error.status === 429) return new TransferError(words['busy']!, true);
  if (error.isOffline || error.status >= 500 || passing.has(error.code))
    return new TransferError(words['offline']!, true);
  return new TransferError(words[error.code] ?? { es: error.message, en: error.message }, false);
}
