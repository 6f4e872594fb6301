import { type PDFDocumentProxy, RenderingCancelledException, TextLayer } from 'pdfjs-dist';
import { type ComponentType, useEffect, useRef } from 'react';
import type { DocumentDetails } from '../document-queries.ts';
import { OcrLayer } from '../pages/ocr-layer.tsx';
import classes from '../pages/pages.module.css';
import type { PageProps } from '../pages/pages.ts';
import { paint } from './paint-pdf-page.ts';

/** What draws the pages of one PDF. Pages that were recognised from a picture get our text to select, all others their own. */
export function createPdfPage(pdf: Promise<PDFDocumentProxy>, document: DocumentDetails): ComponentType<PageProps> {
  const recognised = new Set(document.quality.filter(({ method }) => method === 'ocr').map(({ part }) => part));
  const source = { documentId: document.id, versionId: document.versionId };
  return function PdfPage(props: PageProps) {
    const hasOwnText = !props.isThumb && !recognised.has(props.part);
    return (
      <>
        <PdfCanvas pdf={pdf} {...props} />
        {hasOwnText && <PdfText pdf={pdf} {...props} />}
        {!props.isThumb && recognised.has(props.part) && <OcrLayer source={source} {...props} />}
      </>
    );
  };
}

type PdfPartProps = PageProps & { pdf: Promise<PDFDocumentProxy> };

function PdfCanvas({ pdf, part, width, turns, isThumb }: PdfPartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let stop = (): void => {};
    let isGone = false;
    const draw = async (): Promise<void> => {
      const page = await (await pdf).getPage(part);
      if (isGone || !canvas.current) return;
      // Drawn beside and put there at once, so that a change of size does not flash.
      const fresh = globalThis.document.createElement('canvas');
      const painting = paint(page, fresh, width, turns, isThumb ? 1 : Math.min(3, devicePixelRatio || 1));
      stop = painting.cancel;
      await painting.done;
      if (isGone || !canvas.current) return;
      canvas.current.width = fresh.width;
      canvas.current.height = fresh.height;
      canvas.current.getContext('2d')?.drawImage(fresh, 0, 0);
    };
    draw().catch((error: unknown) => {
      if (!(error instanceof RenderingCancelledException) && !isGone) console.error(error);
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [pdf, part, width, turns, isThumb]);
  return <canvas ref={canvas} />;
}

function PdfText({ pdf, part, width, turns }: PdfPartProps) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = container.current;
    let layer: TextLayer | null = null;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const page = await (await pdf).getPage(part);
      const rotation = (page.rotate + turns * 90) % 360;
      const scale = width / page.getViewport({ scale: 1, rotation }).width;
      const text = await page.getTextContent();
      if (isGone || !element) return;
      element.replaceChildren();
      element.style.setProperty('--total-scale-factor', String(scale));
      layer = new TextLayer({
        textContentSource: text,
        container: element,
        viewport: page.getViewport({ scale, rotation }),
      });
      await layer.render();
    };
    draw().catch((error: unknown) => {
      if (!isGone) console.error(error);
    });
    return () => {
      isGone = true;
      layer?.cancel();
    };
  }, [pdf, part, width, turns]);
  return <div ref={container} className={classes['textLayer']} />;
}
