import { Skeleton } from '@mantine/core';
import { Notice } from '@nexus/ui';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { useProblemText } from '../../problem-text.ts';
import type { OriginalViewProps } from '../original-view-props.ts';
import type { PageSize } from '../pages/page-layout.ts';
import type { Pages } from '../pages/pages.ts';
import { PagesView } from '../pages/pages-view.tsx';
import { openPdf } from './open-pdf.ts';
import { paintPdfPage } from './paint-pdf-page.ts';
import { createPdfPage } from './pdf-page.tsx';

/** A PDF as it is printed, with its text over it to select. */
export function PdfView({ document, place, compact, onPart }: OriginalViewProps) {
  const { t } = useTranslation('viewer');
  const problemText = useProblemText();
  const [opened, setOpened] = useState<{ pdf: PDFDocumentProxy; fallback: { width: number; height: number } } | null>(
    null,
  );
  const [error, setError] = useState<unknown>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a version's file never changes; what is known of it may.
  useEffect(() => {
    const { pdf, close } = openPdf(document);
    let isGone = false;
    const open = async (): Promise<void> => {
      const found = await pdf;
      // What was measured when it was read is trusted; only a file that was not read shows its first page first.
      const first = document.quality[0]?.size ? null : (await found.getPage(1)).getViewport({ scale: 1 });
      const [width = first?.width ?? 595, height = first?.height ?? 842] = document.quality[0]?.size ?? [];
      if (!isGone) setOpened({ pdf: found, fallback: { width, height } });
    };
    open().catch((cause: unknown) => {
      if (!isGone) setError(cause);
    });
    return () => {
      isGone = true;
      close();
    };
  }, [document.versionId]);

  const source = useMemo((): Pages | null => {
    if (!opened) return null;
    const { pdf, fallback } = opened;
    const known = new Map(document.quality.map(({ part, size }) => [part, size]));
    const sizes = Array.from({ length: pdf.numPages }, (_, index): PageSize => {
      const [width, height] = known.get(index + 1) ?? [];
      return width && height ? { part: index + 1, width, height } : { part: index + 1, ...fallback };
    });
    return { sizes, Page: createPdfPage(pdf, document), paint: (part) => paintPdfPage(pdf, part) };
  }, [opened, document]);

  if (error) {
    return (
      <Notice tone="bad" title={t('pdf.notShown')}>
        {error instanceof ApiProblem ? problemText(error) : t('pdf.notShownHelp')}
      </Notice>
    );
  }
  if (!source) return <Skeleton h="100%" radius={0} />;
  return <PagesView document={document} source={source} place={place} compact={compact} onPart={onPart} />;
}
