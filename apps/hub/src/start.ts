import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createEvaluationKeyFile, KeyFileError, runKnownAnswerTests } from '@nexus/crypto';
import { migrate, openDatabase } from '@nexus/db';
import { closeGracefully, listen } from '@nexus/http';
import { type Clock, type Logger, systemActor, systemClock } from '@nexus/kernel';
import { openRootKey } from '@nexus/keys';
import { openCredentials, openJobs, type Running, takeDown } from '@nexus/server';
import { startBackgroundWork } from './background-work.ts';
import { composeHub, type Hub, hubConflicts, hubMigrations } from './compose.ts';
import type { HubConfig } from './config.ts';
import { createHubApp } from './hub-app.ts';

export type RunningHub = {
  url: string;
  /** Token of the one-time link, until there is somebody who can sign in. */
  setupToken: string | null;
  hub: Hub;
  stop(): Promise<void>;
};

/** Brings up everything in order and, when a step fails, takes down what was up already. */
export async function startHub(config: HubConfig, logger: Logger, clock: Clock = systemClock): Promise<RunningHub> {
  const up: Running = [];
  const stop = () => takeDown(up, logger);
  try {
    runKnownAnswerTests();
    const rootKey = await readRootKey(config.dataDir);
    const { credentials } = await openCredentials(config, logger, up);
    await migrate({ credentials, modules: hubMigrations, logger });
    const database = openDatabase(credentials, {
      logger,
      conflicts: hubConflicts,
      keepsPlans: !config.hasExternalDatabase,
    });
    up.push(() => database.close());
    const opened = await openRootKey(database, [{ rootKey, revision: 0 }], clock.now());
    const { jobs, queues } = await openJobs(credentials, logger, up);
    const hub = await composeHub({ config, database, rootKey: opened.rootKey, jobs, queues, logger, clock });
    up.push(async () => hub.forgetKeys());
    await hub.audit.log.checkSecondPlaces();
    const setup = await hub.accounts.service.ensureSetupLink();
    up.push(await startBackgroundWork(hub, jobs, logger));
    const app = await createHubApp(hub, config, logger);
    const { url } = await listen(app, { host: config.host, port: config.port });
    up.push(() => closeGracefully(app));
    await hub.audit.service.recordNow({ actor: systemActor('start'), action: 'system.started', outcome: 'success' });
    up.push(() =>
      hub.audit.service.recordNow({ actor: systemActor('stop'), action: 'system.stopped', outcome: 'success' }),
    );
    return { url, setupToken: setup?.token ?? null, hub, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The key of the hub's secrets (bank details, tax ids, passwords, signing keys), a file beside the data. Whoever may read the one should not be able to
 * read the other: see the guide of the owner.
 */
async function readRootKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'hub.key');
  if (!existsSync(path) && existsSync(join(dataDir, 'postgres')))
    throw new KeyFileError(
      `${path} is not there, and the secrets in the data folder open with nothing else. Put it back from where it was kept. / Falta hub.key: devuélvalo de donde se guardó.`,
    );
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return (await createEvaluationKeyFile(path)).key;
}
