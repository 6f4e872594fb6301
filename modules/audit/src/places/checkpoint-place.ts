/** A signed checkpoint on its way out. */
export type Emission = { size: number; root: Buffer; note: string; signedAt: Date };

/** What a second place holds, oldest first. */
export type PlaceRecord = { size: number; root: string; checkpoint: string; time: string };

/** Somewhere that whoever writes to the database cannot reach. */
export type CheckpointPlace = {
  /** `folder:/mnt/witness`, `syslog:tcp://192.0.2.7:601`: stays the same as long as the place does. */
  name: string;
  /** Durable in that place when it resolves, as far as the place can tell. `key` is written beside the first one. */
  write(emissions: readonly Emission[], key: string): Promise<void>;
  /**
   * What can be read back, oldest first; null for places that only take.
   * @throws PlaceFaultError when it cannot be reached
   */
  read: (() => Promise<PlaceRecord[]>) | null;
};

/** Why a place does not take or give; `fault` is a short code for the log and the page. */
export class PlaceFaultError extends Error {
  readonly fault: string;

  constructor(fault: string, options?: ErrorOptions) {
    super(`a place outside the database does not work: ${fault}`, options);
    this.name = 'PlaceFaultError';
    this.fault = fault;
  }
}

/** The code of a fault of ours or of the system, never its text: that may name files. */
export function faultOf(error: unknown): string {
  if (error instanceof PlaceFaultError) return error.fault;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code.toLowerCase();
  return 'unknown';
}
