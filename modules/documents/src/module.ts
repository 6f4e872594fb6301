import type { BlobStore } from '@nexus/blobs';
import type { Database } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Clock, Logger } from '@nexus/kernel';
import type { Parser } from '@nexus/parsing';
import {
  AboveCeilingError,
  BelowParentError,
  DocumentActionForbiddenError,
  LabelNotByRequestError,
} from './documents.errors.ts';
import type {
  AccessPort,
  AuditPort,
  DerivedPort,
  JobsPort,
  KeyringPort,
  LabelsPort,
  LicencePort,
  PassageIndexPort,
  PeoplePort,
  SpacesPort,
} from './documents.ports.ts';
import { sumStoredBytes } from './documents.repository.ts';
import { documentsRoutes } from './documents.routes.ts';
import { createDocumentsService } from './documents.service.ts';
import type { DocumentsTables } from './documents.tables.ts';
import { createIngestCommitter } from './ingest-committer.ts';
import { createIngestQueue } from './jobs/ingest-queue.ts';
import { createResealBlobs } from './jobs/reseal-blobs.ts';
import { createWatchFolders } from './jobs/watch-folders.ts';
import { listingRoutes } from './listing.routes.ts';
import { createListingService } from './listing.service.ts';
import { originalsRoutes } from './originals.routes.ts';
import { createOriginalsService } from './originals.service.ts';
import { createApplyReclassification } from './reclassification/apply-reclassification.ts';
import {
  AlreadyRequestedError,
  PlaceTakenError,
  SelfApprovalError,
} from './reclassification/reclassifications.errors.ts';
import { reclassificationsRoutes } from './reclassification/reclassifications.routes.ts';
import { createReclassificationsService } from './reclassification/reclassifications.service.ts';
import { uploadsRoutes } from './uploads/uploads.routes.ts';
import { createUploadsService } from './uploads/uploads.service.ts';
import { createIngestVersion } from './use-cases/ingest-version.ts';
import { createPublishDocuments } from './use-cases/publish-documents.ts';
import { createPurgeDocuments } from './use-cases/purge-documents.ts';
import { createUploadDocument } from './use-cases/upload-document.ts';
import { watchedRoutes } from './watched.routes.ts';
import { createWatchedService } from './watched.service.ts';

export type DocumentsModuleDependencies = {
  database: Database;
  blobs: BlobStore;
  keyring: KeyringPort;
  spaces: SpacesPort;
  /** The application's own word on what may be read; row-level security has another. */
  accessOf: AccessPort;
  labels: LabelsPort;
  derived: DerivedPort;
  people: PeoplePort;
  licence: LicencePort;
  audit: AuditPort;
  jobs: JobsPort;
  index: PassageIndexPort;
  parser: Pick<Parser, 'parse'>;
  clock: Clock;
  logger: Logger;
  watchRoots: readonly string[];
  maxFileBytes: number;
};

export function createDocumentsModule(dependencies: DocumentsModuleDependencies) {
  const { uploadDocument: upload, uploadAll } = createUploadDocument(dependencies);
  const purge = createPurgeDocuments(dependencies);
  const { publish, finish } = createPublishDocuments({ ...dependencies, purge: purge.purge });
  const committer = createIngestCommitter({ index: dependencies.index, publish });
  const ingestVersion = createIngestVersion({ ...dependencies, committer, finish, upload });
  const ingest = createIngestQueue({ ...dependencies, ingestVersion });
  const service = createDocumentsService({ ...dependencies, interrupt: ingest.interrupt, purge: purge.purge });
  const originals = createOriginalsService(dependencies);
  const listing = createListingService(dependencies);
  const uploads = createUploadsService({ ...dependencies, upload });
  const watched = createWatchedService(dependencies);
  const applyReclassification = createApplyReclassification(dependencies);
  const reclassifications = createReclassificationsService({ ...dependencies, apply: applyReclassification.apply });
  const watch = createWatchFolders({ ...dependencies, upload });

  return {
    service,
    resealBlobs: createResealBlobs(dependencies),
    originals,
    upload,
    /** Of all versions that are kept, in all spaces. */
    storedBytes: () => dependencies.database.withWorker<DocumentsTables, bigint>('stored-bytes', sumStoredBytes),
    watched,
    reclassifications,
    jobs: { ingest, watch, purge, sweepUploads: uploads.sweep, reclassify: applyReclassification.reconcile },
    routes(app: HttpApp): void {
      documentsRoutes({ service, uploadAll })(app);
      originalsRoutes(originals)(app);
      listingRoutes(listing)(app);
      uploadsRoutes(uploads)(app);
      watchedRoutes(watched)(app);
      reclassificationsRoutes(reclassifications)(app);
    },
  };
}

export type DocumentsModule = ReturnType<typeof createDocumentsModule>;
/** Constraint to error, for the database's one place that maps violations. */
export const documentsConflicts = {
  documents_below_ceiling: () => new AboveCeilingError(),
  documents_cover_parent: () => new BelowParentError(),
  documents_go_by_own_hand: () => new DocumentActionForbiddenError(),
  documents_label_by_request: () => new LabelNotByRequestError(),
  documents_place: () => new PlaceTakenError(),
  document_places_place: () => new PlaceTakenError(),
  reclassifications_one_open: () => new AlreadyRequestedError(),
  reclassifications_two_people: () => new SelfApprovalError(),
};
export const documentsMigrations = { name: 'documents', directory: new URL('../migrations/', import.meta.url) };
