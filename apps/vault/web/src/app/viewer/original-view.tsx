import type { DocumentDetails } from './document-queries.ts';
import type { Place } from './place.ts';
import { TextView } from './text/text-view.tsx';

export type OriginalViewProps = { document: DocumentDetails; place: Place; compact: boolean };

/** A document in the form that shows it best. */
export function OriginalView({ document, place }: OriginalViewProps) {
  return <TextView document={document} place={place} />;
}
