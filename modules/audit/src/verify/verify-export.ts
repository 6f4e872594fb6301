import {
  type Checkpoint,
  type LogFault,
  type LogSource,
  locateFaults,
  MalformedError,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  parseVerifierKey,
  type TileAddress,
  tilePath,
  tilesOf,
  type VerifierKey,
  verifyNote,
  walkLog,
} from '@nexus/transparency-log';
import { readHistory, type SignedCheckpoint } from './export-history.ts';
import { type ExportReader, NotAnExportError } from './export-reader.ts';

export type ExportFault =
  | LogFault
  | { kind: 'checkpoint_malformed'; which: string; detail: string }
  /** `unknown_keys`: none of the keys that are trusted signed it. */
  | { kind: 'checkpoint_unsigned'; which: string; reason: 'unknown_keys' | 'wrong_signature' }
  | { kind: 'checkpoint_of_other_log'; which: string; origin: string }
  /** Signed, and yet another log: entries between `agreesUpTo` and `size` were exchanged. */
  | { kind: 'checkpoint_contradicts'; which: string; size: number; agreesUpTo: number }
  /** An older checkpoint is of a longer log: the end was cut off. */
  | { kind: 'checkpoint_beyond_end'; which: string; size: number; end: number }
  | { kind: 'file_unknown'; path: string }
  /** Entries are missing from the beginning, and no entry says that they were retired. */
  | { kind: 'retirement_unrecorded'; until: number };

export type ExportVerdict = {
  origin: string;
  size: number;
  root: Buffer;
  /** Keys that signed the checkpoint: given, or announced in the log under a key that was. */
  signedBy: VerifierKey[];
  firstEntry: number;
  checkpoints: number;
  faults: ExportFault[];
};

export type VerifyExportOptions = {
  files: ExportReader;
  /** Trusted from elsewhere. */
  keys: readonly VerifierKey[];
  /** Notes of older checkpoints, by the name to call them by. */
  older?: ReadonlyMap<string, string>;
  onProgress?(done: number, size: number): void;
};

const plainFiles = new Set(['LEAME.md', 'README.md', 'checkpoint', 'checkpoints.jsonl', 'key.txt', 'key.pem']);

/**
 * Checks an export with nothing but a public key: every entry, every tile, every checkpoint, and names each thing that is not right.
 * @throws NotAnExportError when there is no checkpoint to compare with
 */
export async function verifyExport({ files, keys, older, onProgress }: VerifyExportOptions): Promise<ExportVerdict> {
  const faults: ExportFault[] = [];
  const note = (await files.read('checkpoint'))?.toString('utf8');
  if (note === undefined) throw new NotAnExportError('there is no file "checkpoint"');
  const head = readCheckpoint('checkpoint', note, faults);
  if (head === null) throw new NotAnExportError('the file "checkpoint" is not a checkpoint');
  const history = await readHistory(files, older ?? new Map(), (which, text) => readCheckpoint(which, text, faults));
  const { size, root, origin } = head;

  const { source, firstEntry, unknown } = sourceOf(files, size);
  faults.push(...unknown);
  const announced: { place: number; key: VerifierKey }[] = [];
  let retiredUntil = 0;
  const sizes = history.map((one) => one.checkpoint.size);
  const walk = await walkLog({
    source,
    size,
    firstEntry,
    sizes,
    ...(onProgress ? { onProgress } : {}),
    onEntries(first, entries) {
      for (const [at, entry] of entries.entries()) {
        if (startsWith(entry, rotatedPrefix)) announced.push(...announcedKeys(entry, first + at));
        if (startsWith(entry, retiredPrefix)) retiredUntil = Math.max(retiredUntil, retiredBy(entry));
      }
    },
  });
  if (!walk.isWhole || walk.root === null || !walk.root.equals(root))
    faults.push(...(await locateFaults({ source, size, root, firstEntry })));
  if (firstEntry > retiredUntil) faults.push({ kind: 'retirement_unrecorded', until: firstEntry });

  const signedBy = checkCheckpoints(
    [...history, { which: 'checkpoint', note, checkpoint: head }],
    { origin, size, rootsAt: new Map([...walk.rootsAt, ...(walk.root ? [[size, walk.root] as const] : [])]) },
    { keys, announced, faults },
  );
  return { origin, size, root, signedBy, firstEntry, checkpoints: history.length, faults };
}

type Facts = { origin: string; size: number; rootsAt: ReadonlyMap<number, Buffer> };
type Trust = {
  keys: readonly VerifierKey[];
  announced: readonly { place: number; key: VerifierKey }[];
  faults: ExportFault[];
};

/** From the oldest to the newest: whoever trusts a key trusts the one that an entry under its signature announces. */
function checkCheckpoints(
  all: readonly SignedCheckpoint[],
  facts: Facts,
  { keys, announced, faults }: Trust,
): VerifierKey[] {
  const trusted = [...keys];
  let agreesUpTo = 0;
  let signedBy: VerifierKey[] = [];
  for (const { which, note, checkpoint } of all.toSorted((a, b) => a.checkpoint.size - b.checkpoint.size)) {
    const { size, root, origin } = checkpoint;
    if (origin !== facts.origin) {
      faults.push({ kind: 'checkpoint_of_other_log', which, origin });
      continue;
    }
    const verdict = verifyNote(parseNote(note), trusted);
    if (!verdict.isSigned) {
      // Before a key was given out for the first time others may have signed; what counts is the last one, and those that were named.
      if (which !== 'history' || verdict.fault === 'wrong_signature')
        faults.push({ kind: 'checkpoint_unsigned', which: nameOf(which, size), reason: verdict.fault });
      continue;
    }
    const ours = facts.rootsAt.get(size);
    if (size > facts.size)
      faults.push({ kind: 'checkpoint_beyond_end', which: nameOf(which, size), size, end: facts.size });
    else if (ours && !ours.equals(root)) {
      if (which !== 'checkpoint')
        faults.push({ kind: 'checkpoint_contradicts', which: nameOf(which, size), size, agreesUpTo });
    } else if (ours) {
      agreesUpTo = size;
      for (const { place, key } of announced) if (place < size) trusted.push(key);
    }
    if (which === 'checkpoint') signedBy = verdict.by;
  }
  return signedBy;
}

function nameOf(which: string, size: number): string {
  return which === 'history' ? `checkpoints.jsonl, ${size}` : which;
}

function readCheckpoint(which: string, note: string, faults: ExportFault[]): Checkpoint | null {
  try {
    return parseCheckpoint(note);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    faults.push({ kind: 'checkpoint_malformed', which, detail: error.message });
    return null;
  }
}

function sourceOf(
  files: ExportReader,
  size: number,
): { source: LogSource; firstEntry: number; unknown: ExportFault[] } {
  const byKey = new Map<string, string>();
  const unknown: ExportFault[] = [];
  const addresses: TileAddress[] = [];
  for (const path of files.paths()) {
    if (plainFiles.has(path)) continue;
    const address = addressOf(path);
    if (address === null) unknown.push({ kind: 'file_unknown', path });
    else {
      byKey.set(`${address.level}/${address.index}`, path);
      addresses.push(address);
    }
  }
  const bundles = addresses.filter(({ level }) => level === null).map(({ index }) => index);
  const firstEntry = bundles.length === 0 ? 0 : bundles.reduce((a, b) => Math.min(a, b)) * 256;
  const wanted = new Set([...tilesOf(size, Math.min(firstEntry, size))].map(tilePath));
  for (const address of addresses) {
    const path = tilePath(address);
    if (!wanted.has(path)) unknown.push({ kind: 'file_unknown', path });
  }
  const read = (level: number | null, index: number): Promise<Buffer | null> => {
    const path = byKey.get(`${level}/${index}`);
    return path === undefined ? Promise.resolve(null) : files.read(path);
  };
  return { source: { readTile: read, readBundle: (index) => read(null, index) }, firstEntry, unknown };
}

function addressOf(path: string): TileAddress | null {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

// Members of canonical JSON are sorted: every entry begins with its action.
const rotatedPrefix = Buffer.from('{"action":"audit_key.rotated",');
const retiredPrefix = Buffer.from('{"action":"audit.retired",');

function startsWith(entry: Buffer, prefix: Buffer): boolean {
  return entry.length > prefix.length && entry.compare(prefix, 0, prefix.length, 0, prefix.length) === 0;
}

function announcedKeys(entry: Buffer, place: number): { place: number; key: VerifierKey }[] {
  try {
    const { details } = JSON.parse(entry.toString('utf8')) as { details?: { publicKey?: string } };
    return [{ place, key: parseVerifierKey(details?.publicKey ?? '') }];
  } catch {
    // The entry is in the tree as it is; a key that cannot be read is no key.
    return [];
  }
}

function retiredBy(entry: Buffer): number {
  try {
    const { details } = JSON.parse(entry.toString('utf8')) as { details?: { until?: number } };
    return Number.isSafeInteger(details?.until) ? details!.until! : 0;
  } catch {
    return 0;
  }
}
