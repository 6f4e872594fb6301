import type { z } from 'zod';
import type { DocumentDetails, DocumentSummary, RelatedDocument } from './documents.opening.ts';
import type { LabelView } from './documents.ports.ts';
import type { DocumentDetailsView, DocumentView, LabelViewSchema } from './documents.schemas.ts';
import { failureReasons } from './failure-reasons.ts';

export function viewLabel({ id, text, textEn, portionMark, rank, colour }: LabelView): z.infer<typeof LabelViewSchema> {
  return { id, text, textEn, portionMark, rank, colour };
}

export function viewDocument(document: DocumentSummary): z.infer<typeof DocumentView> {
  return {
    id: document.id,
    spaceId: document.spaceId,
    labelId: document.labelId,
    label: viewLabel(document.label),
    hasSuggestion: document.hasSuggestion,
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
    suggestion: document.suggestion && {
      written: document.suggestion.written,
      kind: document.suggestion.kind,
      unknown: [...document.suggestion.unknown],
      label: document.suggestion.label && viewLabel(document.suggestion.label),
    },
    hasOpenRequest: document.hasOpenRequest,
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
    parent: document.parent && viewRelated(document.parent),
    attachments: document.attachments.map((attachment) => ({ ...viewRelated(attachment), state: attachment.state })),
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

function viewRelated({ id, fileName, title, format }: RelatedDocument) {
  return { id, fileName, title, format };
}
