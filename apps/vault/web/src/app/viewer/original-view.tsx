import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { isImage } from './image/original-image.ts';
import { loadPdfView } from './load-pdf-view.ts';
import type { OriginalViewProps } from './original-view-props.ts';
import { TextView } from './text/text-view.tsx';

const PdfView = lazy(async () => ({ default: (await loadPdfView()).PdfView }));
const ImageView = lazy(async () => ({ default: (await import('./image/image-view.tsx')).ImageView }));

const GridView = lazy(async () => ({ default: (await import('./grid/grid-view.tsx')).GridView }));

const sheetFormats = new Set(['xlsx', 'xls', 'ods', 'csv', 'tsv']);

/** A document in the form that shows it best. */
export function OriginalView(props: OriginalViewProps) {
  const { format } = props.document;
  return (
    <Suspense fallback={<Skeleton h="100%" radius={0} />}>
      {sheetFormats.has(format ?? '') ? (
        <GridView {...props} />
      ) : format === 'pdf' ? (
        <PdfView {...props} />
      ) : isImage(format) ? (
        <ImageView {...props} />
      ) : (
        <TextView document={props.document} place={props.place} compact={props.compact} />
      )}
    </Suspense>
  );
}
