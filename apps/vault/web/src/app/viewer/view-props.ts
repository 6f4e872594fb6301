import type { DocumentDetails } from './document-queries.ts';
import type { Place } from './place.ts';

/** What every view of an original gets, whatever its format. */
export type OriginalViewProps = {
  document: DocumentDetails;
  place: Place;
  compact: boolean;
  /** Told which page is being read, where there are pages. */
  onPart?: ((part: number) => void) | undefined;
};
