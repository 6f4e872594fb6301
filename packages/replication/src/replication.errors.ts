/** The stream broke, stalled or said something that it may not say. What was received is worth nothing. */
export class ReplicationError extends Error {
  readonly fault: ReplicationFault;
  constructor(fault: ReplicationFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.fault = fault;
  }
}

export type ReplicationFault =
  /** The server does not answer, or the connection broke. */
  | 'lost'
  /** Nothing came for too long although we were ready. */
  | 'silent'
  /** Whoever takes the data took none for too long. */
  | 'stalled'
  /** The server refused: no right, no such slot, log already removed. */
  | 'refused'
  /** Bytes that are no answer to what was asked. */
  | 'malformed'
  /** The files do not fit the server's own manifest. */
  | 'manifest'
  /** Something that we do not back up, such as a tablespace. */
  | 'unsupported';
