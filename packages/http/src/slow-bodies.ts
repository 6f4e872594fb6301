import type { FastifyRequest } from 'fastify';
import type { HttpApp } from './http-app.ts';

export type Patience = {
  /** The headers of a request have to be here after this; 15 s. Nobody’s browser needs more. */
  headersMs?: number;
  /** A body that is no upload has to be here after this; 30 s. */
  bodyMs?: number;
  /** In each stretch of this length an upload has to bring at least `uploadBytes`; 60 s. */
  uploadMs?: number;
  uploadBytes?: number;
};

/**
 * Ends requests whose body drips. An upload may take hours, so a limit on the whole would not do; it has to go on, though. While the server
 * itself holds the stream up (a full disk queue), nobody is blamed.
 */
export function endSlowBodies(app: HttpApp, patience: Patience = {}): void {
  const { bodyMs = 30_000, uploadMs = 60_000, uploadBytes = 1_024 } = patience;

  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.is404 || !hasBody(request)) return;
    const stop = request.routeOptions.config.upload === true ? watchUpload(request) : watchBody(request);
    payload.once('end', stop);
    payload.once('close', stop);
    request.raw.once('close', stop);
  });

  function watchBody(request: FastifyRequest): () => void {
    const timer = setTimeout(() => request.raw.destroy(), bodyMs);
    timer.unref();
    return () => clearTimeout(timer);
  }

  function watchUpload(request: FastifyRequest): () => void {
    const { socket } = request.raw;
    let before = socket.bytesRead;
    const timer = setInterval(() => {
      const came = socket.bytesRead - before;
      before = socket.bytesRead;
      const waitsForUs = request.raw.readableLength > 0;
      if (came < uploadBytes && !waitsForUs) request.raw.destroy();
    }, uploadMs);
    timer.unref();
    return () => clearInterval(timer);
  }
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
