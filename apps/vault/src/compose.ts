import { hostname } from 'node:os';
import { accountsActions, accountsConflicts, accountsMigrations, createAccountsModule } from '@nexus/accounts';
import { createAnswering } from '@nexus/answering';
import { answersActions, answersMigrations, createAnswersModule } from '@nexus/answers';
import {
  assertActionsKnown,
  auditMigrations,
  createAuditModule,
  createFolderPlace,
  createSyslogPlace,
} from '@nexus/audit';
import { backupsActions, backupsMigrations, createBackupsModule, createHeldBlobs } from '@nexus/backups';
import type { BlobStore } from '@nexus/blobs';
import { controlsActions, controlsMigrations, createControlsModule } from '@nexus/controls';
import type { ConnectionSettings, Database, Tx } from '@nexus/db';
import { createDocumentsModule, documentsActions, documentsConflicts, documentsMigrations } from '@nexus/documents';
import { createPostgresIdempotencyStore, httpMigrations, idempotencyJobs } from '@nexus/http';
import { createIdentityModule, identityActions, identityConflicts, identityMigrations } from '@nexus/identity';
import type { Jobs, JobsOverview } from '@nexus/jobs';
import { type Clock, type Logger, NotFoundError, systemClock } from '@nexus/kernel';
import { createKeysModule, keyAdministrationMigrations, keysActions, keysMigrations } from '@nexus/keys';
import { createLabelsModule, labelsActions, labelsConflicts, labelsMigrations } from '@nexus/labels';
import { createLicenceModule, licenceActions, licenceMigrations, type MachinePort } from '@nexus/licence';
import { type Destinations, destinationOf } from '@nexus/outbound';
import type { Parser } from '@nexus/parsing';
import { createRetrievalModule, retrievalActions, retrievalMigrations } from '@nexus/retrieval';
import { createAnalyzer, sentencesOf } from '@nexus/search';
import { createSpacesModule, spacesActions, spacesConflicts, spacesMigrations } from '@nexus/spaces';
import { createAccess } from './access.ts';
import { createDrill } from './backups/drill.ts';
import { restoredExtras } from './backups/restored-extras.ts';
import type { VaultConfig } from './config.ts';
import { controlChecks } from './controls/control-checks.ts';
import { readPinnedRoots } from './licence/pinned-roots.ts';
import { thisMachine } from './licence/this-machine.ts';
import { thisProgram } from './licence/this-program.ts';
import { keyPlaces } from './sealed/root-key-source.ts';
import { sealedContents } from './sealed-contents.ts';
import { version } from './version.ts';

/** In this order: a policy may ask the functions of those before it. */
export const vaultMigrations = [
  keysMigrations,
  { name: 'http', directory: httpMigrations },
  { name: 'accounts', directory: accountsMigrations },
  keyAdministrationMigrations,
  identityMigrations,
  auditMigrations,
  labelsMigrations,
  controlsMigrations,
  spacesMigrations,
  retrievalMigrations,
  documentsMigrations,
  answersMigrations,
  backupsMigrations,
  licenceMigrations,
];

export const vaultConflicts = {
  ...accountsConflicts,
  ...identityConflicts,
  ...labelsConflicts,
  ...spacesConflicts,
  ...documentsConflicts,
};

export type VaultParts = {
  config: VaultConfig;
  database: Database;
  /** How backups reach the database; without it there are none. */
  replication?: ConnectionSettings | null;
  rootKey: Uint8Array;
  /** Takes the server down to unsealing. */
  seal?: () => void;
  blobs: BlobStore;
  jobs: Pick<Jobs, 'send' | 'sendAll'>;
  /** What administrators see of the queues. */
  queues: JobsOverview;
  parser: Parser;
  logger: Logger;
  /** Modules whose addresses are set while the server runs name them here; see packages/outbound. */
  destinations?: Destinations;
  clock?: Clock;
  /** What licences are bound to; the real one unless a test says otherwise. */
  machine?: MachinePort;
  /** A restored copy that is only tried out: its licence restricts nothing and counts for nobody. */
  isDrill?: boolean;
};

export type Vault = Awaited<ReturnType<typeof composeVault>>;

/** The only file that knows every module: each gets what it declared as a port. */
export async function composeVault({
  config,
  database,
  replication = null,
  rootKey,
  seal = () => {},
  blobs: files,
  jobs,
  queues,
  parser,
  logger,
  destinations = { allow: () => () => {}, list: () => [] },
  clock = systemClock,
  machine = thisMachine,
  isDrill = false,
}: VaultParts) {
  assertActionsKnown({
    outbound: ['outbound.refused'],
    accounts: accountsActions,
    labels: labelsActions,
    identity: identityActions,
    controls: controlsActions,
    spaces: spacesActions,
    documents: documentsActions,
    retrieval: retrievalActions,
    answers: answersActions,
    keys: keysActions,
    backups: backupsActions,
    licence: licenceActions,
  });
  // Nobody removes a file that a backup in the making still needs.
  const held = createHeldBlobs(files);
  const blobs = held.store;
  const keysModule = await createKeysModule({ rootKey, database });
  const keyring = keysModule.service;
  const audit = createAuditModule({
    database,
    clock,
    logger,
    sealer: keyring.system(),
    places: [
      ...config.audit.checkpointFolders.map(createFolderPlace),
      ...config.audit.checkpointServers.map((server) => createSyslogPlace(server, hostname())),
    ],
    siem: config.audit.siem,
    source: { host: hostname(), version },
    checkpointEveryMs: config.audit.checkpointSeconds * 1_000,
  });
  const licence = createLicenceModule({
    database,
    sealer: keyring.system(),
    trust: { roots: await readPinnedRoots(config.licenceRoots) },
    machine,
    program: await thisProgram(),
    audit: audit.service,
    clock,
    logger,
    isDrill,
  });
  /** The log, for modules whose work is counted: what it holds as done is what reports say. */
  const countedLog = licence.metering.along(audit.service, { 'question.asked': 'ai_query' });
  const accounts = createAccountsModule({
    database,
    sealer: keyring.system(),
    audit: audit.service,
    clock,
    logger,
    mode: config.mode,
    onSetUp: (personId) => welcome(personId),
    // Cards are looked up among people, people come in with cards: tied here.
    cards: { check: (personId, source) => identity.cards.check(personId, source) },
  });
  const identity = createIdentityModule({
    database,
    sealer: keyring.system(),
    people: { ...accounts.service, handOver: accounts.handOver },
    audit: audit.service,
    destinations: {
      allow: (purpose, address) => destinations?.allow(destinationOf(purpose, address)) ?? (() => {}),
    },
    clientCertificates: () => config.tls?.clients ?? 'none',
    clock,
    logger,
  });
  await identity.start();
  const mode = await accounts.service.ensureInstallation();
  const labels = createLabelsModule({
    database,
    keyring,
    people: accounts.service,
    // What an officer is told of a document and its space: ids. Asked long after both modules are there.
    whereabouts: {
      documentOf: (tx, documentId) => documents.reclassifications.documentOf(tx, documentId),
      membershipOf: (tx, spaceId, personId) => spaces.membership.membershipOf(tx, spaceId, personId),
    },
    audit: audit.service,
    clock,
    isEvaluation: () => mode === 'evaluation',
  });
  await labels.service.directory.refresh();
  const spaces = createSpacesModule({
    database,
    keyring,
    people: accounts.service,
    labels: labels.service,
    audit: audit.service,
    clock,
    isEvaluation: () => mode === 'evaluation',
  });
  const accessOf = createAccess(labels.service, spaces.membership);
  /**
   * Under evaluation the first administrator owns what the demonstration person made, and sees everything there; in production nobody who runs the
   * system sees content.
   */
  async function welcome(personId: string): Promise<void> {
    if (mode !== 'evaluation') return;
    await labels.service.clearForEvaluation(personId);
    const demo = await accounts.service.createLocalPerson({ name: 'Persona de ejemplo', kind: 'demo' });
    for (const { id } of await spaces.service.list(demo))
      await spaces.service.addMemberBySystem('welcome', id, personId, 'owner');
  }
  // Hits need cards of documents, documents need the index: the one knot, tied here.
  const cards = {
    cardsOf: (tx: Tx, versionIds: readonly string[]) => documents.service.cardsOf(tx, versionIds),
    listCurrent: (tx: Tx, versionIds: readonly string[]) => documents.service.listCurrent(tx, versionIds),
    findFolderIds: (tx: Tx, names: readonly string[], spaceIds: readonly string[] | null) =>
      documents.service.findFolderIds(tx, names, spaceIds),
    listSources: (tx: Tx, cell: { spaceId: string; labelId: string }) => documents.service.listSources(tx, cell),
  };
  const retrieval = createRetrievalModule({
    database,
    blobs,
    keyring,
    cards,
    accessOf,
    labels: labels.service,
    jobs: { send: (queue, data) => jobs.send(queue, data, data.rebuildId) },
    audit: countedLog,
    clock,
    logger,
    indexCacheBytes: config.indexCacheBytes,
  });
  const documents = createDocumentsModule({
    database,
    blobs,
    keyring,
    spaces: spaces.membership,
    accessOf,
    labels: labels.service,
    derived: { relabel: (tx, documentId, labelId) => answers.service.relabelDerived(tx, documentId, labelId) },
    people: accounts.service,
    licence: licence.gate,
    audit: countedLog,
    jobs: {
      sendAll: (queue, versions) =>
        jobs.sendAll(
          queue,
          versions.map((data) => ({ data, key: data.versionId })),
        ),
    },
    index: retrieval.index,
    parser,
    clock,
    logger,
    watchRoots: config.watchRoots,
    maxFileBytes: config.maxFileBytes,
  });
  /** Folders that a person names by id are looked for among all places of a document. */
  const findInPlaces: typeof retrieval.service.find = async (tx, request) => {
    const folderIds = request.filters?.folderIds;
    if (!folderIds) return await retrieval.service.find(tx, request);
    const filters = { ...request.filters, folderIds: await documents.service.inIndex(tx, folderIds) };
    return await retrieval.service.find(tx, { ...request, filters });
  };
  const answering = createAnswering({ analyzer: createAnalyzer(), sentences: sentencesOf });
  const answers = createAnswersModule({
    database,
    retrieval: { ...retrieval.service, find: findInPlaces },
    answering,
    keyring,
    accessOf,
    labels: labels.service,
    cards,
    licence: licence.gate,
    audit: countedLog,
    clock,
  });
  const backups = createBackupsModule({
    database,
    replication,
    held,
    blobs,
    keys: keyring,
    audit: { record: (tx, entry) => audit.service.record(tx, entry) },
    documents: {
      async isReadable(actor, documentId) {
        const found = documents.service.get(actor, documentId).catch((error: unknown) => {
          if (error instanceof NotFoundError) return null;
          throw error;
        });
        return (await found) !== null;
      },
    },
    destinations,
    drill: createDrill({ config, rootKey: keysModule.rootKey, logger }),
    extras: () => restoredExtras(config.dataDir),
    dataDir: config.dataDir,
    roots: config.backupRoots,
    clock,
    logger,
  });
  const keys = await keysModule.administration({
    database,
    contents: sealedContents(database, { documents, retrieval }),
    // Every generation holds whatever space there was when it was taken.
    backups: {
      async generationsThatHold() {
        const held = await backups.service.generationsThatHold();
        return held.map(({ id, targetName, takenAt, keepUntil }) => ({
          id,
          takenAt: takenAt.toISOString(),
          expiresAt: keepUntil.toISOString(),
          place: targetName,
        }));
      },
    },
    jobs: { send: (queue, data) => jobs.send(queue, data, data.id) },
    audit: audit.service,
    clock,
    logger,
    dataDir: config.dataDir,
    isDatabaseElsewhere: config.hasExternalDatabase,
    places: keyPlaces(config.dataDir),
    erasureDelayDays: config.erasureDelayDays,
    seal,
  });
  const controls = createControlsModule({
    database,
    checks: controlChecks({
      config,
      database,
      mode,
      destinations,
      keys,
      labels,
      log: audit.log,
      people: accounts.service,
      backups: backups.service,
      clock,
    }),
    audit: audit.service,
    clock,
    logger,
  });
  const idempotency = createPostgresIdempotencyStore({ database, sealer: keyring.system(), clock });
  return {
    /** The mode that holds; an installation may keep another than the wanted one. */
    mode,
    idempotencyJobs: idempotencyJobs({ database, clock }),
    keyring,
    keys,
    forgetKeys: keysModule.forgetKeys,
    audit,
    accounts,
    labels,
    identity,
    spaces,
    retrieval,
    documents,
    answers,
    backups,
    controls,
    licence,
    idempotency,
    queues,
  };
}
