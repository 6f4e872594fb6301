import type { OpenedRoot } from '@nexus/crypto';
import { closeGracefully, type HttpApp, listen, type ServerTls } from '@nexus/http';
import { AppError, type Logger } from '@nexus/kernel';
import type { VaultConfig } from './config.ts';
import { ensureRestored } from './ensure-restored.ts';
import type { Outbound } from './outbound/record-refusals.ts';
import { findRootKeySource } from './sealed/root-key-source.ts';
import { createSealedApp } from './sealed/sealed-app.ts';
import { attemptsOf } from './sealed/unseal-attempts.ts';
import { createUnsealer } from './sealed/unsealer.ts';
import { type RunningVault, startVault, type VaultStart } from './start.ts';
import { openTls } from './tls/open-tls.ts';
import { version } from './version.ts';

export type VaultServer = {
  readonly url: string;
  /** Null while the server is sealed. */
  running(): RunningVault | null;
  stop(): Promise<void>;
};

export type VaultServerHooks = {
  onUnsealed?(running: RunningVault): Promise<void> | void;
  onSealed?(url: string): void;
};

/**
 * The process over its whole life: unsealed from the start with an evaluation key, otherwise sealed until people open it, and sealed again when an officer
 * says so. The two states serve on one port, one after the other.
 */
export async function startServer(
  config: VaultConfig,
  logger: Logger,
  outbound?: Outbound,
  hooks: VaultServerHooks = {},
): Promise<VaultServer> {
  let { port } = config;
  let url = '';
  let running: RunningVault | null = null;
  let sealed: { app: HttpApp; tls: ServerTls | null } | null = null;
  /** What is being done with the state of the server; the next change waits for it. */
  let changing: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  const remember = (address: string) => {
    url = address;
    port = Number(new URL(address).port) || port;
  };

  async function openVault(start: VaultStart): Promise<void> {
    running = await startVault({ ...config, port }, logger, outbound, { ...start, seal: () => void sealAgain() });
    remember(running.url);
    await hooks.onUnsealed?.(running);
  }

  async function openSealed(problem?: { code: string; detail: string }): Promise<void> {
    ensureRestored(config.dataDir);
    const source = await findRootKeySource(config.dataDir);
    if (source.kind === 'evaluation')
      return await openVault({ candidates: [{ rootKey: source.rootKey, revision: 0 }] });
    const unsealer = createUnsealer({
      file: source.file,
      attempts: attemptsOf(config.dataDir),
      onOpened: (opened) => unseal(opened),
      describeFailure,
      ...(problem ? { problem } : {}),
    });
    const tls = await openTls(config, logger);
    const app = await createSealedApp(unsealer, version, config, logger, tls);
    const address = await listen(app, { host: config.host, port });
    remember(address.url);
    sealed = { app, tls };
    hooks.onSealed?.(url);
  }

  function unseal(opened: OpenedRoot[]): Promise<void> {
    // Copies: the unsealer overwrites its own as soon as this is over.
    const candidates = opened.map(({ rootKey, generation }) => ({
      rootKey: Buffer.from(rootKey),
      revision: generation.revision,
    }));
    const done = (async () => {
      if (isStopped) return;
      try {
        await openVault({ candidates, beforeListen: closeSealed });
      } catch (error) {
        logger.error('the server was unsealed and did not start', { error });
        // The port was free for a moment: whoever waits for the reason finds it there again.
        if (sealed === null && !isStopped) await openSealed(describeFailure(error));
        throw error;
      } finally {
        for (const { rootKey } of candidates) rootKey.fill(0);
      }
    })();
    changing = done.catch(() => {});
    return done;
  }

  async function closeSealed(): Promise<void> {
    const open = sealed;
    sealed = null;
    if (open === null) return;
    await closeGracefully(open.app, 2_000);
    open.tls?.close();
  }

  function sealAgain(): Promise<void> {
    const done = changing.then(async () => {
      const vault = running;
      running = null;
      await vault?.stop();
      if (!isStopped) await openSealed();
    });
    changing = done.catch((error: unknown) => logger.error('the server did not come back sealed', { error }));
    return done;
  }

  await openSealed();
  return {
    get url() {
      return url;
    },
    running: () => running,
    async stop() {
      isStopped = true;
      await changing;
      await closeSealed();
      await running?.stop();
      running = null;
    },
  };
}

function describeFailure(error: unknown): { code: string; detail: string } {
  if (error instanceof AppError) return { code: error.code, detail: error.detail };
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return { code: error.code, detail: error.message };
  return { code: 'unseal.start_failed', detail: 'The log says why.' };
}
