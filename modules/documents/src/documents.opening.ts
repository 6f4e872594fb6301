import type { Sealer } from '@nexus/crypto';
import type { LabelsPort, LabelView } from './documents.ports.ts';
import type { DocumentWithVersion } from './documents.repository.ts';
import type { DocumentRow, FolderRow, PlaceRow, VersionState } from './documents.tables.ts';
import { openFileName } from './file-name.ts';

export type DocumentSummary = {
  id: string;
  spaceId: string;
  labelId: string;
  label: LabelView;
  /** Its markings say more than its label, and nobody has looked at it yet. */
  hasSuggestion: boolean;
  folderId: string | null;
  parentDocumentId: string | null;
  versionId: string;
  versionNumber: number;
  fileName: string;
  /** Folder names from the outermost in, joined by `/`; empty at the root. */
  folderPath: string;
  title: string;
  author: string | null;
  state: VersionState;
  reason: string | null;
  detail: string | null;
  format: string | null;
  language: string | null;
  sizeBytes: number;
  partCount: number | null;
  passageCount: number | null;
  progressDone: number;
  progressTotal: number | null;
  warnings: string[];
  documentDate: string | null;
  createdBy: string | null;
  createdAt: Date;
};

export type PartQualityRecord = {
  part: number;
  kind: string;
  method: string;
  characters: number;
  confidence: number | null;
  garbage: number | null;
  name?: string;
  size?: [number, number];
  notes?: string[];
};

/** One of the places at which the same bytes lie. */
export type DocumentPlace = {
  id: string;
  folderId: string | null;
  folderPath: string;
  fileName: string;
  parentDocumentId: string | null;
  /** The place that lists and citations name. */
  isMain: boolean;
  createdBy: string | null;
  createdAt: Date;
};

export type RelatedDocument = Pick<DocumentSummary, 'id' | 'fileName' | 'title' | 'format' | 'state'>;

/** What a document says of its own label. */
export type LabelSuggestion = {
  /** As it stands in the document. */
  written: string;
  kind: 'banner' | 'portion';
  /** Words of the marking that the label set does not know. */
  unknown: readonly string[];
  /** Null when it is above the person who looks. */
  label: LabelView | null;
};

export type DocumentDetails = DocumentSummary & {
  suggestion: LabelSuggestion | null;
  /** Somebody asked for a lower label that the person may read, and nobody has decided yet. */
  hasOpenRequest: boolean;
  places: DocumentPlace[];
  parent: RelatedDocument | null;
  attachments: RelatedDocument[];
  parts: PartQualityRecord[];
  versions: {
    id: string;
    number: number;
    state: VersionState;
    sizeBytes: number;
    createdAt: Date;
    createdBy: string | null;
  }[];
};

type Metadata = { title?: string; author?: string; created?: string; modified?: string; warnings?: string[] };

/** Opens the sealed fields of a document and one of its versions. */
export function openDocument(
  sealer: Sealer,
  labels: Pick<LabelsPort, 'viewOf'>,
  { document, latest }: DocumentWithVersion,
  folders: readonly FolderRow[],
): DocumentSummary {
  const fileName = openFileName(sealer, document);
  const metadata: Metadata = latest.metadata
    ? sealer.openJson({ kind: 'document_versions.metadata', objectId: latest.id }, latest.metadata)
    : {};
  return {
    id: document.id,
    spaceId: document.spaceId,
    labelId: document.labelId,
    label: labels.viewOf(document.labelId),
    hasSuggestion: document.suggestionState === 'open',
    folderId: document.folderId,
    parentDocumentId: document.parentDocumentId,
    versionId: latest.id,
    versionNumber: latest.number,
    fileName,
    folderPath: folderPath(sealer, document.folderId, folders),
    title: metadata.title ?? fileName,
    author: metadata.author ?? null,
    state: latest.state,
    reason: latest.reason,
    detail: latest.detail
      ? sealer.openText({ kind: 'document_versions.detail', objectId: latest.id }, latest.detail)
      : null,
    format: latest.format,
    language: latest.language,
    sizeBytes: Number(latest.sizeBytes),
    partCount: latest.parts,
    passageCount: latest.passages,
    progressDone: latest.progressDone,
    progressTotal: latest.progressTotal,
    warnings: metadata.warnings ?? [],
    documentDate: metadata.modified ?? metadata.created ?? null,
    createdBy: document.createdBy,
    createdAt: latest.createdAt,
  };
}

export function openSuggestion(
  sealer: Sealer,
  labels: Pick<LabelsPort, 'viewOf'>,
  { id, suggestion, suggestedLabelId, suggestionState }: DocumentRow,
  mayRead: (labelId: string) => boolean,
): LabelSuggestion | null {
  if (suggestionState !== 'open' || suggestion === null || suggestedLabelId === null) return null;
  const context = { kind: 'documents.suggestion', objectId: id };
  const { written, kind, unknown } = sealer.openJson<Omit<LabelSuggestion, 'label'>>(context, suggestion);
  return { written, kind, unknown, label: mayRead(suggestedLabelId) ? labels.viewOf(suggestedLabelId) : null };
}

/** Oldest first. */
export function openPlaces(
  sealer: Sealer,
  document: DocumentRow,
  places: readonly PlaceRow[],
  folders: readonly FolderRow[],
): DocumentPlace[] {
  return places.map((place) => ({
    id: place.id,
    folderId: place.folderId,
    folderPath: folderPath(sealer, place.folderId, folders),
    fileName: openFileName(sealer, place),
    parentDocumentId: place.parentDocumentId,
    isMain: place.placeFingerprint.equals(document.placeFingerprint),
    createdBy: place.createdBy,
    createdAt: place.createdAt,
  }));
}

/** Folder names from the outermost in, joined by `/`. */
export function folderPath(sealer: Sealer, folderId: string | null, folders: readonly FolderRow[]): string {
  const names: string[] = [];
  for (let id = folderId; id !== null; ) {
    const folder = folders.find((row) => row.id === id);
    if (!folder) break;
    names.unshift(sealer.openText({ kind: 'folders.name', objectId: folder.id }, folder.name));
    id = folder.parentId;
  }
  return names.join('/');
}
