import { constants } from 'node:fs';
import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckpointPlace, type Emission, faultOf, PlaceFaultError, type PlaceRecord } from './checkpoint-place.ts';

const marker = 'nexus-log.txt';
const fileForm = /^checkpoints-[0-9]{4}-[0-9]{2}\.jsonl$/;

/**
 * A folder on another mount: one file a month, one JSON object a line, only ever appended to, forced to the disk. The folder itself is never
 * made: where it is missing the mount is missing, and a folder made in its stead would lie on the very disk that it is to guard against.
 */
export function createFolderPlace(folder: string): CheckpointPlace {
  const linesOf = async (name: string): Promise<PlaceRecord[]> => {
    const text = await readFile(join(folder, name), 'utf8');
    // What follows the last line feed was torn by a crash; the next line began anew.
    return text.split('\n').slice(0, -1).flatMap(recordOf);
  };

  return {
    name: `folder:${folder}`,
    async write(emissions, key) {
      await inFolder(async () => {
        await stat(folder);
        await writeOnce(join(folder, marker), `${key}\n`);
        for (const [month, some] of Map.groupBy(emissions, monthOf)) {
          await append(join(folder, `checkpoints-${month}.jsonl`), some.map(lineOf).join(''));
        }
        await syncFolder(folder);
      });
    },
    read: () =>
      inFolder(async () => {
        const names = (await readdir(folder)).filter((name) => fileForm.test(name)).sort();
        const records: PlaceRecord[] = [];
        for (const name of names) records.push(...(await linesOf(name)));
        return records;
      }),
  };
}

async function inFolder<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw new PlaceFaultError(faultOf(error), { cause: error });
  }
}

function monthOf({ signedAt }: Emission): string {
  return signedAt.toISOString().slice(0, 7);
}

function lineOf({ size, root, note, signedAt }: Emission): string {
  const record: PlaceRecord = {
    time: signedAt.toISOString(),
    size,
    root: root.toString('base64'),
    checkpoint: note,
  };
  return `${JSON.stringify(record)}\n`;
}

/** A line that is none was torn: a crash in the middle of a write, mended by the line feed that the next write begins with. */
function recordOf(line: string): PlaceRecord[] {
  try {
    const { size, root, checkpoint, time } = JSON.parse(line) as Partial<PlaceRecord>;
    if (!Number.isSafeInteger(size) || typeof root !== 'string' || typeof checkpoint !== 'string') return [];
    return [{ size: size!, root, checkpoint, time: String(time) }];
  } catch {
    return [];
  }
}

async function append(path: string, lines: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o640);
  try {
    const isTorn = await endsWithoutLineFeed(file);
    await file.appendFile(isTorn ? `\n${lines}` : lines);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function endsWithoutLineFeed(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** The public key, for whoever finds the folder. Written once and left alone. */
async function writeOnce(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o640);
    await file.writeFile(text);
    await file.sync();
    await file.close();
  } catch (error) {
    if (faultOf(error) !== 'eexist') throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
