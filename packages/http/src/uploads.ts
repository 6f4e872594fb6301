import type { MultipartFile } from '@fastify/multipart';
import { AppError, InvalidInputError, TooLargeError } from '@nexus/kernel';
import type { FastifyRequest } from 'fastify';
import { BodyCutError } from './http-errors.ts';

export type UploadedFile = {
  /** As the client sent it: untrusted, never a path. At most 400 characters are kept. */
  name: string;
  /** What the client claims; the type is decided by content. */
  claimedType: string;
  /** Form fields that came before the file, by name. */
  fields: Readonly<Record<string, string>>;
  /** Read it to the end. Throws TooLargeError past the limit and BodyCutError when the client stops half-way. */
  content: AsyncIterable<Buffer>;
};

/**
 * The files of a multipart request one after the other, streamed; each must be read before the next is asked for. What was written for a
 * file whose `content` throws is the caller's to remove.
 */
export async function* readUploads(request: FastifyRequest): AsyncGenerator<UploadedFile> {
  const fields: Record<string, string> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        fields[part.fieldname] = fieldText(part);
        continue;
      }
      yield {
        name: part.filename.slice(0, 400),
        claimedType: part.mimetype.slice(0, 200),
        fields: { ...fields },
        content: contentOf(part, request),
      };
      if (!part.file.readableEnded) part.file.resume();
    }
  } catch (error) {
    throw uploadError(error);
  }
}

/** The one file of a request that carries exactly one. @throws InvalidInputError without a file. */
export async function readUpload(request: FastifyRequest): Promise<UploadedFile> {
  const next = await readUploads(request).next();
  if (next.done !== true) return next.value;
  throw new InvalidInputError('There is no file in the form.', [{ path: 'body/file', message: 'required' }]);
}

async function* contentOf(part: MultipartFile, request: FastifyRequest): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of part.file) yield chunk as Buffer;
  } catch (error) {
    throw uploadError(error);
  }
  if (part.file.truncated) throw new TooLargeError('The file is larger than this server accepts.');
  if (request.raw.destroyed && !request.raw.complete) throw uploadError(null);
}

/** What the parser or the connection throws means that the form did not arrive whole; limits have names of their own. */
function uploadError(error: unknown): unknown {
  const isNamed = error instanceof AppError || String((error as { code?: unknown } | null)?.code).startsWith('FST_');
  return isNamed ? error : new BodyCutError('The upload did not arrive whole.', { cause: error });
}

function fieldText(part: { fieldname: string; value: unknown; valueTruncated: boolean }): string {
  if (part.valueTruncated) throw new TooLargeError('A field of the form is too long.');
  if (typeof part.value === 'string') return part.value;
  return JSON.stringify(part.value);
}
