import { placesOf } from '@nexus/search';
import type { z } from 'zod';
import { placeOfMarks } from './place-of-marks.ts';
import type { HitView } from './retrieval.schemas.ts';
import type { SearchHit } from './search-passages.ts';

export function viewHit({ found, card, label, marks }: SearchHit): z.infer<typeof HitView> {
  return {
    documentId: card.id,
    versionId: found.sourceId,
    spaceId: found.spaceId,
    labelId: found.labelId,
    label: viewLabel(label),
    title: card.title,
    fileName: card.fileName,
    folderPath: card.folderPath,
    format: card.format,
    language: card.language,
    documentDate: card.documentDate,
    headings: [...found.passage.headings],
    part: partOf(found.passage, marks),
    place: placeOfMarks(found.passage, marks),
    text: found.passage.text,
    marks,
    score: found.score,
  };
}

function viewLabel({ id, text, textEn, portionMark, rank, colour }: SearchHit['label']) {
  return { id, text, textEn, portionMark, rank, colour };
}

/** A passage may begin on one page and have what was looked for on the next: the reader wants the page of the word. */
function partOf(passage: SearchHit['found']['passage'], marks: SearchHit['marks']): number | null {
  const first = marks[0];
  const place = first ? placesOf(passage, first)[0] : undefined;
  return place?.part ?? passage.anchors[0]?.place.part ?? null;
}
