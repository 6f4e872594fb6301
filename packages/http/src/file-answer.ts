import type { FastifyReply } from 'fastify';

export type FileAnswer = {
  name: string;
  /** Media type, such as `application/pdf`. */
  type: string;
  bytes: Buffer | string;
  /** Opens in the browser where it can; else it is saved. */
  inline?: boolean;
};

/** A file made for this request: sent as it is, kept by no cache. `name` is of our own making: letters, digits, dots and dashes. */
export function sendFile(reply: FastifyReply, { name, type, bytes, inline = false }: FileAnswer): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `${inline ? 'inline' : 'attachment'}; filename="${name}"`)
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => payload as string)
    .send(bytes);
}
