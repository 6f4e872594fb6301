import type { z } from 'zod';
import type { DocumentDetails, DocumentSummary } from './documents.opening.ts';
import type { DocumentDetailsView, DocumentView } from './documents.schemas.ts';
import { failureReasons } from './failure-reasons.ts';

export function viewDocument(document: DocumentSummary): z.infer<typeof DocumentView> {
  return {
    id: document.id,
    spaceId: document.spaceId,
    labelId: document.labelId,
    folderId: document.folderId,
    parentDocumentId: document.parentDocumentId,
    fileName: document.fileName,
    folderPath: document.folderPath,
    title: document.title,
    author: document.author,
    documentDate: document.documentDate,
    format: document.format,
    language: document.language,
    sizeBytes: document.sizeBytes,
    state: document.state,
    reason: viewReason(document),
    progress: { done: document.progressDone, total: document.progressTotal },
    parts: document.partCount,
    passages: document.passageCount,
    warnings: document.warnings,
    version: document.versionNumber,
    versionId: document.versionId,
    createdBy: document.createdBy,
    createdAt: document.createdAt.toISOString(),
  };
}

function viewReason({ reason, detail }: DocumentSummary) {
  if (reason === null) return null;
  const words = failureReasons[reason] ?? { es: reason, en: reason };
  return { code: reason, ...words, detail };
}

export function viewDocumentDetails(document: DocumentDetails): z.infer<typeof DocumentDetailsView> {
  return {
    ...viewDocument(document),
    places: document.places.map((place) => ({
      id: place.id,
      folderId: place.folderId,
      folderPath: place.folderPath,
      fileName: place.fileName,
      parentDocumentId: place.parentDocumentId,
      isMain: place.isMain,
      createdBy: place.createdBy,
      createdAt: place.createdAt.toISOString(),
    })),
    quality: document.parts.map((part) => ({
      part: part.part,
      kind: part.kind,
      name: part.name ?? null,
      method: part.method,
      characters: part.characters,
      confidence: part.confidence,
      garbage: part.garbage,
      size: part.size ?? null,
      notes: part.notes ?? [],
    })),
    versions: document.versions.map((version) => ({
      id: version.id,
      number: version.number,
      state: version.state,
      sizeBytes: version.sizeBytes,
      createdAt: version.createdAt.toISOString(),
      createdBy: version.createdBy,
    })),
  };
}
