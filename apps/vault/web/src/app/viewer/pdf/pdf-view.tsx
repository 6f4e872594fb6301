import { Skeleton } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { ApiProblem } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OriginalViewProps } from '../original-view-props.ts';
import type { PageSize } from '../pages/page-layout.ts';
import type { Pages } from '../pages/pages.ts';
import { PagesView } from '../pages/pages-view.tsx';
import { openPdf } from './open-pdf.ts';
import { paintPdfPage } from './paint-pdf-page.ts';
import { createPdfPage } from './pdf-page.tsx';

type Opened = { pdf: Promise<PDFDocumentProxy>; sizes: readonly PageSize[] };

function sizeOf(part: number, size: readonly number[] | null): PageSize[] {
  const [width, height] = size ?? [];
  return width && height ? [{ part, width, height }] : [];
}

/** A PDF as it is printed, with its text over it to select. */
export function PdfView({ document, place, compact, onPart }: OriginalViewProps) {
  const { t } = useTranslation('viewer');
  const problemText = useProblemText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<unknown>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a version's file never changes; what is known of it may.
  useEffect(() => {
    const { pdf, close } = openPdf(document);
    let isGone = false;
    const measured = document.quality.flatMap(({ part, size }) => sizeOf(part, size));
    // What was measured when it was read is laid out at once; only a file that was not read is opened first.
    if (measured.length > 0 && measured.length === document.quality.length) setOpened({ pdf, sizes: measured });
    const open = async (): Promise<void> => {
      const found = await pdf;
      if (measured.length === found.numPages) return;
      const { width, height } = (await found.getPage(1)).getViewport({ scale: 1 });
      const known = new Map(measured.map((size) => [size.part, size]));
      const sizes = Array.from({ length: found.numPages }, (_, index) => {
        return known.get(index + 1) ?? { part: index + 1, width, height };
      });
      if (!isGone) setOpened({ pdf, sizes });
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
    const { pdf, sizes } = opened;
    return { sizes, Page: createPdfPage(pdf, document), paint: async (part) => paintPdfPage(await pdf, part) };
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
