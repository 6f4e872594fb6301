import type { Checkpoint } from '@nexus/transparency-log';
import type { ExportReader } from './export-reader.ts';

export type SignedCheckpoint = { which: string; note: string; checkpoint: Checkpoint };

export type ReadCheckpoint = (which: string, note: string) => Checkpoint | null;

/** Checkpoints of the export's own history, and those that somebody kept elsewhere. Lines that are none are told of through `read`. */
export async function readHistory(
  files: ExportReader,
  older: ReadonlyMap<string, string>,
  read: ReadCheckpoint,
): Promise<SignedCheckpoint[]> {
  const lines = (await files.read('checkpoints.jsonl'))?.toString('utf8').split('\n').slice(0, -1) ?? [];
  const found: SignedCheckpoint[] = [];
  const take = (which: string, name: string, note: string): void => {
    const checkpoint = read(name, note);
    if (checkpoint !== null) found.push({ which, note, checkpoint });
  };
  for (const [at, line] of lines.entries()) take('history', `checkpoints.jsonl, line ${at + 1}`, noteOf(line));
  for (const [name, note] of older) take(name, name, note);
  return found;
}

function noteOf(line: string): string {
  try {
    const { checkpoint } = JSON.parse(line) as { checkpoint?: unknown };
    return typeof checkpoint === 'string' ? checkpoint : '';
  } catch {
    return '';
  }
}
