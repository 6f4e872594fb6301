import { useParams, useSearch } from '@tanstack/react-router';
import { SourceViewer } from '../../app/viewer/source-viewer.tsx';

export function DocumentPage() {
  const { documentId } = useParams({ from: '/signed-in/documents/$documentId' });
  const place = useSearch({ from: '/signed-in/documents/$documentId' });
  return <SourceViewer documentId={documentId} place={place} />;
}
