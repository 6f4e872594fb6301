/**
 * Bytes or a text do not have the form that they must have. `what` names the thing, the message says where in it the fault lies; it never
 * quotes the content of entries.
 */
export class MalformedError extends Error {
  readonly what: string;

  constructor(what: string, fault: string) {
    super(`${what}: ${fault}`);
    this.name = 'MalformedError';
    this.what = what;
  }
}

/** A tile that a tree of this size must have is not there, or has fewer hashes than it must. */
export class TileMissingError extends Error {
  readonly level: number;
  readonly index: number;

  constructor(level: number, index: number) {
    super(`tile ${index} of level ${level} is missing or too short`);
    this.name = 'TileMissingError';
    this.level = level;
    this.index = index;
  }
}
