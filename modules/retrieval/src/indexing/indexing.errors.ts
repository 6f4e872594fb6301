import { AppError } from '@nexus/kernel';

/** The thread that builds the index died (out of memory, a fault): what it was doing is undone, and may be tried again. */
export class IndexThreadError extends Error {
  override readonly name = 'IndexThreadError';
}

/** The server stops: the change is undone and waits for the next start. It says nothing about the document. */
export class IndexClosedError extends AppError {
  readonly status = 503;
  readonly code = 'retrieval.closed';
  readonly title = 'The server is stopping';
  constructor() {
    super('The index takes no more changes because the server is stopping.');
  }
}
