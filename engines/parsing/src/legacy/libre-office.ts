import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@nexus/kernel';
import type { FileFormat, ParseLimits } from '../contract.ts';
import { ParseFailure } from '../reader.ts';
import { findFence } from './fence.ts';
import { groupResidentMb, killGroup } from './process-group.ts';

export type LegacyFormat = 'doc' | 'xls' | 'ppt';

/** Turns legacy Office files into their present-day kind. One at a time: each run takes a core and some 300 MiB. */
export type LegacyConverter = {
  /** @throws ParseFailure `needs_libreoffice`, `timeout`, `memory`, `broken`; the signal's reason on abort. */
  convert(bytes: Uint8Array, format: LegacyFormat, limits: ParseLimits, signal?: AbortSignal): Promise<Uint8Array>;
};

export const modernOf: Record<LegacyFormat, FileFormat> = { doc: 'docx', xls: 'xlsx', ppt: 'pptx' };

const PLACES = ['/usr/bin/soffice', '/usr/lib/libreoffice/program/soffice', '/opt/libreoffice/program/soffice'];
/** Lies in memory, so that nothing of a document is written to disk in clear (swap, if there is any, must be encrypted). */
const MEMORY_FOLDER = '/dev/shm';
const WATCH_MS = 300;
/** LibreOffice itself needs this much before it has read a word. */
const OWN_MEMORY_MB = 512;

export function createLegacyConverter(mode: 'auto' | 'off', logger: Logger): LegacyConverter {
  let last: Promise<unknown> = Promise.resolve();
  return {
    convert(bytes, format, limits, signal) {
      const turn = last.then(() => convertOne(mode, logger, bytes, format, limits, signal));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

async function convertOne(
  mode: 'auto' | 'off',
  logger: Logger,
  bytes: Uint8Array,
  format: LegacyFormat,
  limits: ParseLimits,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const program = mode === 'off' ? null : await findProgram();
  if (program === null) {
    throw new ParseFailure(
      'needs_libreoffice',
      `files of type .${format} are read with LibreOffice, which is not installed`,
    );
  }
  if (!(await isUsable(MEMORY_FOLDER, constants.W_OK))) {
    throw new ParseFailure(
      'needs_libreoffice',
      'there is no folder in memory (/dev/shm) in which LibreOffice could work',
    );
  }
  const fence = await findFence();
  if (fence.network) logger.warn('LibreOffice runs without a network namespace of its own');
  const folder = await mkdtemp(join(MEMORY_FOLDER, 'nexus-'));
  try {
    const source = join(folder, `in.${format}`);
    await chmod(folder, 0o700);
    await writeFile(source, bytes, { mode: 0o600 });
    await mkdir(join(folder, 'out'));
    if (fence.uid !== null) {
      for (const path of [folder, source, join(folder, 'out')]) await chown(path, fence.uid, fence.uid);
    }
    const target = modernOf[format];
    await runFenced([...fence.prefix, program, ...commandLine(folder, source, target)], folder, limits, signal);
    return await readFile(join(folder, 'out', `in.${target}`)).catch((cause: unknown) => {
      throw new ParseFailure('broken', 'LibreOffice could not read the file', { cause });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function commandLine(folder: string, source: string, target: FileFormat): string[] {
  return [
    `-env:UserInstallation=file://${folder}/profile`,
    '--headless',
    '--norestore',
    '--nologo',
    '--nolockcheck',
    '--convert-to',
    target,
    '--outdir',
    join(folder, 'out'),
    source,
  ];
}

async function runFenced(
  words: readonly string[],
  folder: string,
  limits: ParseLimits,
  signal?: AbortSignal,
): Promise<void> {
  const [program = '', ...args] = words;
  const env = { HOME: folder, TMPDIR: folder, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', SAL_USE_VCLPLUGIN: 'svp' };
  const child = spawn(program, args, { env, cwd: folder, stdio: 'ignore', detached: true });
  const verdict = await watch(child, limits, signal);
  signal?.throwIfAborted();
  if (verdict) throw verdict;
}

/** Resolves when the program has ended and nothing of its group is left; with the reason when it had to be killed. */
async function watch(child: ChildProcess, limits: ParseLimits, signal?: AbortSignal): Promise<ParseFailure | null> {
  const group = child.pid ?? 0;
  let verdict: ParseFailure | null = null;
  const end = (failure: ParseFailure | null): void => {
    verdict ??= failure;
    if (group > 0) killGroup(group);
  };
  const abort = (): void => end(null);
  const most = limits.memoryMb + OWN_MEMORY_MB;
  const timer = setInterval(async () => {
    const resident = await groupResidentMb(group);
    if ((resident ?? 0) > most) end(new ParseFailure('memory', `LibreOffice needed more than ${most} MiB of memory`));
  }, WATCH_MS);
  const deadline = setTimeout(
    () => end(new ParseFailure('timeout', `LibreOffice took longer than ${limits.partMs / 1000} s`)),
    limits.partMs,
  );
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
  } finally {
    clearInterval(timer);
    clearTimeout(deadline);
    signal?.removeEventListener('abort', abort);
    if (group > 0) killGroup(group);
  }
  return verdict;
}

async function findProgram(): Promise<string | null> {
  for (const place of PLACES) if (await isUsable(place, constants.X_OK)) return place;
  return null;
}

async function isUsable(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
