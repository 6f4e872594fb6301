import { generateKey } from '@nexus/crypto';
import type { HttpApp } from '@nexus/http';
import type { Clock, Logger, PersonActor } from '@nexus/kernel';
import { EvaluationKeyInUseError } from './administration/administration.errors.ts';
import { ensureOfficer } from './administration/administration.repository.ts';
import { erasuresRoutes } from './administration/erasures.routes.ts';
import { createErasures } from './administration/erasures.service.ts';
import { listSpaceKeysOverview } from './administration/keys.overview.ts';
import { keysRoutes } from './administration/keys.routes.ts';
import { createRotations } from './administration/rotations.service.ts';
import { createUnsealMethods } from './administration/unseal-methods.service.ts';
import type { AdministrationDatabase, AuditPort, BackupsPort, JobsPort, SealedContent } from './keys.ports.ts';
import { createKeyring, type Keyring, type KeyringOptions } from './keys.service.ts';
import { holdRootKey } from './root-key.ts';
import { createSelfTests } from './self-tests/self-tests.service.ts';

/** Tables of this module; run before all modules that seal. */
export const keysMigrations = { name: 'keys', directory: new URL('../migrations/', import.meta.url) };
/** What officers do with keys; its policies ask who holds which office, so it runs after the accounts. */
export const keyAdministrationMigrations = {
  name: 'key_administration',
  directory: new URL('../migrations/administration/', import.meta.url),
};

export type KeyAdministrationDependencies = {
  database: AdministrationDatabase;
  /** What every module has sealed, in an order in which a space can be removed from the last to the first. */
  contents: readonly SealedContent[];
  backups: BackupsPort;
  jobs: JobsPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  dataDir: string;
  isDatabaseElsewhere: boolean;
  places: { evaluationKey: string; unsealFile: string };
  erasureDelayDays: number;
  /** Takes the server down to unsealing; at once, and not waited for. */
  seal(): void;
};

/** The keyring, which everything stands on, and a second step for what needs the other modules. */
export async function createKeysModule({
  rootKey,
  ...options
}: Omit<KeyringOptions, 'rootKey'> & { rootKey: Uint8Array }) {
  const root = holdRootKey(rootKey);
  const keyring: Keyring = await createKeyring({ rootKey: root, ...options });

  async function administration(dependencies: KeyAdministrationDependencies) {
    const { database, audit, logger, erasureDelayDays } = dependencies;
    const methods = createUnsealMethods({ ...dependencies, root, newRootKey: generateKey });
    const rotations = createRotations({ ...dependencies, root, keyring });
    const erasures = createErasures({ ...dependencies, keyring, delayDays: erasureDelayDays });
    const selfTests = createSelfTests({ ...dependencies, keyring });
    await methods.settle();
    const subscription = await database.listen('nexus_keys', () => {
      keyring.renew().catch((error: unknown) => logger.error('keys were not read again', { error }));
    });

    async function seal(actor: PersonActor): Promise<void> {
      if (methods.isEvaluationKeyInUse()) throw new EvaluationKeyInUseError();
      await database.withActor(actor, async (tx) => {
        await ensureOfficer(tx);
        await audit.record(tx, { actor, action: 'system.sealed', outcome: 'success' });
      });
      dependencies.seal();
    }

    return {
      methods,
      rotations,
      erasures,
      selfTests,
      isEvaluationKeyInUse: methods.isEvaluationKeyInUse,
      routes(app: HttpApp): void {
        keysRoutes({
          methods,
          rotations,
          selfTests,
          rootKeyId: root.id,
          erasureDelayDays,
          listSpaces: (actor) => listSpaceKeysOverview({ database, rotations, erasures }, actor),
          seal,
        })(app);
        erasuresRoutes(erasures)(app);
      },
      close: () => subscription.stop(),
    };
  }

  return { service: keyring, administration, forgetKeys: root.forget, rootKey: root.current };
}
