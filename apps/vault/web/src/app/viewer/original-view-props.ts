import type { DocumentDetails } from './document-queries.ts';
import type { Place } from './place.ts';

/** What every way of showing a document takes. */
export type OriginalViewProps = {
  document: DocumentDetails;
  place: Place;
  compact: boolean;
  /** Told which page is being read, where there are pages. */
  onPart?: ((part: number) => void) | undefined;
};
