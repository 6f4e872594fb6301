import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createSealer, fipsMode, generateKey, keyIdOf, runKnownAnswerTests, SealBrokenError } from '@nexus/crypto';
import { dataFolderLock } from '@nexus/db';
import { type Clock, type Logger, newId } from '@nexus/kernel';
import type { KeysDatabase } from '../keys.ports.ts';
import type { Keyring } from '../keys.service.ts';
import { scanInThread } from './scan-in-thread.ts';
import { insertSelfTests, listLatestSelfTests, replaceCanary, type SelfTestRow } from './self-tests.repository.ts';

export type SelfTestName = 'known_answers' | 'wrong_key' | 'tampering' | 'plaintext_on_disk';
/** What a test found, in numbers and codes. */
export type SelfTest = Omit<SelfTestRow, 'name'> & { name: SelfTestName };

export type SelfTestsDependencies = {
  keyring: Keyring;
  database: KeysDatabase;
  clock: Clock;
  logger: Logger;
  dataDir: string;
  /** The database lies elsewhere: its files are not among those that are searched. */
  isDatabaseElsewhere: boolean;
};

export type SelfTests = ReturnType<typeof createSelfTests>;

const job = 'keys.self-test';
/** A data folder of terabytes is searched where it changed last. */
const mostBytes = 4 * 1024 ** 3;
const kind = 'self_test_canaries.content';

/** Whether sealing does what it says, tried on this machine and kept as evidence. */
export function createSelfTests({
  keyring,
  database,
  clock,
  logger,
  dataDir,
  isDatabaseElsewhere,
}: SelfTestsDependencies) {
  let running: Promise<SelfTest[]> | null = null;
  const work = <R>(run: Parameters<typeof database.withWorker<R>>[1]) => database.withWorker(job, run);

  const tests: Record<
    SelfTestName,
    (signal: AbortSignal) => Promise<{ ok: boolean; detail: Record<string, unknown> }>
  > = {
    async known_answers() {
      const algorithms = runKnownAnswerTests();
      return { ok: true, detail: { algorithms: algorithms.length, fips: fipsMode() } };
    },
    async wrong_key() {
      const id = newId();
      const sealed = keyring.system().sealText({ kind, objectId: id }, 'nexus');
      const strangers = Array.from({ length: 3 }, () => {
        const spaceKey = generateKey();
        // Under the name of the right key, as a forger would have it.
        return createSealer({ spaceId: keyring.system().spaceId, spaceKey, keyId: keyring.system().keyId });
      });
      const opened = strangers.filter((sealer) => opens(() => sealer.open({ kind, objectId: id }, sealed))).length;
      const isRight = opens(() => keyring.system().open({ kind, objectId: id }, sealed));
      return { ok: opened === 0 && isRight, detail: { wrongKeys: strangers.length, opened } };
    },
    async tampering() {
      const spaceKey = generateKey();
      const sealer = createSealer({ spaceId: newId(), spaceKey, keyId: keyIdOf(spaceKey) });
      const context = { kind, objectId: 'a', version: 2 };
      const sealed = sealer.sealText(context, 'nexus');
      let opened = 0;
      for (let at = 0; at < sealed.length; at += 1) {
        const changed = Buffer.from(sealed);
        changed[at]! ^= 1 + (at % 255);
        if (opens(() => sealer.open(context, changed))) opened += 1;
      }
      const moved = [
        { ...context, objectId: 'b' },
        { ...context, version: 1 },
        { ...context, kind: 'other' },
      ];
      for (const other of moved) if (opens(() => sealer.open(other, sealed))) opened += 1;
      return { ok: opened === 0, detail: { changes: sealed.length + moved.length, opened } };
    },
    plaintext_on_disk: searchDisk,
  };

  /** A sealed text must not be found, and one that was put there in the clear must be, however it is packed. */
  async function searchDisk(signal: AbortSignal): Promise<{ ok: boolean; detail: Record<string, unknown> }> {
    const [canary, control] = [newCanary(), newCanary()];
    const id = newId();
    await work((tx) => replaceCanary(tx, id, keyring.system().sealText({ kind, objectId: id }, canary.repeat(40))));
    logger.info('self-test looks for its canary', { canaryId: id });
    // Another process may look at the same time, and takes its own controls away again.
    const folder = join(dataDir, 'self-test-control', id);
    const text = Buffer.from(`${'x'.repeat(300)}${control}${'y'.repeat(300)}`);
    const packed = {
      'plain.txt': text,
      'gzip.bin': gzipSync(text),
      'zlib.bin': deflateSync(text),
      'zstd.bin': zstdCompressSync(text),
    };
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const [name, bytes] of Object.entries(packed)) await writeFile(join(folder, name), bytes, { mode: 0o600 });
      const scan = await scanInThread({
        folder: dataDir,
        canaries: [canary, control],
        maxBytes: mostBytes,
        // Opening it would end the lock that this process has on its data.
        untouched: [dataFolderLock],
        signal,
      });
      const leaks = scan.hits.filter((hit) => hit.canary === canary);
      const seen = new Set(scan.hits.filter((hit) => hit.canary === control).map(({ file }) => file));
      const { files, bytes, skipped } = scan;
      const detail = {
        files,
        bytes,
        skipped,
        leaks: leaks.length,
        controlsFound: seen.size,
        controls: Object.keys(packed).length,
        isDatabaseElsewhere,
      };
      return { ok: leaks.length === 0 && seen.size === Object.keys(packed).length, detail };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** All of them, one after the other; a failed one is an error in the log besides. Broken off, nothing is kept. */
  async function runAll(signal: AbortSignal): Promise<SelfTest[]> {
    const results: SelfTest[] = [];
    for (const [name, test] of Object.entries(tests) as [SelfTestName, (typeof tests)[SelfTestName]][]) {
      if (signal.aborted) return results;
      const { ok, detail } = await test(signal).catch((error: unknown) => {
        logger.error('a self-test broke off', { test: name, error });
        return { ok: false, detail: { error: error instanceof Error ? error.name : 'unknown' } };
      });
      if (signal.aborted) return results;
      if (!ok) logger.error('a self-test of sealing failed', { test: name, ...detail });
      results.push({ id: newId(), name, outcome: ok ? 'passed' : 'failed', detail, ranAt: clock.now() });
    }
    await work((tx) => insertSelfTests(tx, results));
    return results;
  }

  /** Calls at once share one run. */
  function run(signal: AbortSignal): Promise<SelfTest[]> {
    running ??= runAll(signal).finally(() => {
      running = null;
    });
    return running;
  }

  const latest = async (): Promise<SelfTest[]> => (await work(listLatestSelfTests)) as SelfTest[];

  return { run, latest };
}

function newCanary(): string {
  return `nexus-canary-${randomBytes(16).toString('hex')}`;
}

/** @throws anything but a seal that does not open */
function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof SealBrokenError) return false;
    throw error;
  }
}
