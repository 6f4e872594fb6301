import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { enterFipsMode, runKnownAnswerTests } from '@nexus/crypto';
import { migrate, openDatabase } from '@nexus/db';
import { closeGracefully, listen } from '@nexus/http';
import { type Logger, systemActor, systemClock } from '@nexus/kernel';
import { openRootKey, type RootKeyCandidate } from '@nexus/keys';
import { createDestinations } from '@nexus/outbound';
import { createParser } from '@nexus/parsing';
import { openCredentials, openJobs, type Running, takeDown } from '@nexus/server';
import { startBackgroundWork } from './background-work.ts';
import { composeVault, type Vault, vaultConflicts, vaultMigrations } from './compose.ts';
import type { VaultConfig } from './config.ts';
import { ensureRestored } from './ensure-restored.ts';
import { programIdVariable, rememberVersion } from './installed/last-good-version.ts';
import { type Outbound, recordRefusals } from './outbound/record-refusals.ts';
import { recordAttempts } from './sealed/record-attempts.ts';
import { findRootKeySource } from './sealed/root-key-source.ts';
import { SealedError } from './sealed/sealed.errors.ts';
import { keepTls, openTls } from './tls/open-tls.ts';
import { createVaultApp } from './vault-app.ts';

export type RunningVault = {
  url: string;
  /** Token of the one-time link, until there is an administrator. */
  setupToken: string | null;
  vault: Vault;
  stop(): Promise<void>;
};

export type VaultStart = {
  /** Root keys that people opened; the database says which one holds. */
  candidates: RootKeyCandidate[];
  /** Just before the port is opened. */
  beforeListen?: () => Promise<void>;
  /** Forgets the keys and serves nothing but unsealing; at once, and not waited for. */
  seal?: () => void;
};

/**
 * Brings up everything in order and, when a step fails, takes down what was up already. Stopping goes the other way round: no new requests, no new
 * jobs, what is in hand finishes or goes back to its queue, the database last.
 */
export async function startVault(
  config: VaultConfig,
  logger: Logger,
  outbound: Outbound = unfenced(config),
  start?: VaultStart,
): Promise<RunningVault> {
  const up: Running = [];
  const stop = () => takeDown(up, logger);
  try {
    // A library that ciphers wrongly must not touch a byte of anybody's documents.
    const fips = config.isFips ? enterFipsMode() : 'off';
    const algorithms = runKnownAnswerTests();
    logger.info('known answers are right', { algorithms: algorithms.length, fips });
    ensureRestored(config.dataDir);
    const { candidates, beforeListen, seal } = start ?? (await startWithEvaluationKey(config));
    const { credentials, replication } = await openCredentials(config, logger, up);
    // From the first change of the database on, these data belong to this version; without one, once it is up.
    const remember = () => rememberVersion(config.dataDir, process.env[programIdVariable]);
    await migrate({ credentials, modules: vaultMigrations, logger, onApplied: remember });
    // An administrator's database may stand behind a pooler.
    const keepsPlans = !config.hasExternalDatabase;
    const database = openDatabase(credentials, { logger, conflicts: vaultConflicts, keepsPlans });
    up.push(() => database.close());
    const { rootKey } = await openRootKey(database, candidates, systemClock.now());
    // The embedded server's lock lets no second process in; an external one takes any number.
    const isShared = config.hasExternalDatabase;
    const blobs = await createFolderBlobStore(join(config.dataDir, 'blobs'), { isShared });

    const { jobs, queues } = await openJobs(credentials, logger, up);
    const parser = createParser({ children: config.readers, logger });
    up.push(() => parser.close());

    const { destinations } = outbound;
    const vault = await composeVault({
      config,
      database,
      replication,
      rootKey,
      blobs,
      jobs,
      queues,
      parser,
      logger,
      destinations,
      ...(seal ? { seal } : {}),
    });
    up.push(async () => vault.forgetKeys());
    recordRefusals(outbound, vault.audit.service, logger);
    // A log that was cut, changed or exchanged is told of before anybody is served; what must be recorded is then not done.
    await vault.audit.log.checkSecondPlaces();
    await recordAttempts(config.dataDir, vault.audit.service);
    await vault.licence.start();
    if (vault.keys.isEvaluationKeyInUse())
      logger.warn('the root key lies beside the data: whoever copies the data folder can read it', {
        mode: vault.mode,
      });
    const setup = await vault.accounts.service.ensureSetupLink();
    up.push(await startBackgroundWork({ vault, jobs, logger, readers: config.readers, isShared }));

    const tls = await openTls(config, logger);
    const app = await createVaultApp(vault, config, logger, tls);
    await beforeListen?.();
    const { url, port } = await listen(app, { host: config.host, port: config.port });
    up.push(() => closeGracefully(app));
    if (tls !== null) up.push(await keepTls(tls, config, port));

    remember();
    await vault.audit.service.recordNow({ actor: systemActor('start'), action: 'system.started', outcome: 'success' });
    up.push(() =>
      vault.audit.service.recordNow({ actor: systemActor('stop'), action: 'system.stopped', outcome: 'success' }),
    );
    return { url, setupToken: setup?.token ?? null, vault, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For callers that share their process with others, such as tests: the list without the fence. */
function unfenced(config: VaultConfig): Outbound {
  return { destinations: createDestinations(config.destinations), onRefused() {} };
}

/** @throws SealedError: an installation that people have to unseal does not start by itself */
async function startWithEvaluationKey({ dataDir }: VaultConfig): Promise<VaultStart> {
  const source = await findRootKeySource(dataDir);
  if (source.kind === 'people') throw new SealedError();
  return { candidates: [{ rootKey: source.rootKey, revision: 0 }] };
}
