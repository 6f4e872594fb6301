import { Skeleton } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../document-queries.ts';
import type { OriginalViewProps } from '../original-view-props.ts';
import { OcrLayer } from '../pages/ocr-layer.tsx';
import type { PageProps, Pages } from '../pages/pages.ts';
import { PagesView } from '../pages/pages-view.tsx';
import { imageTypeOf, originalQuery } from './original-image.ts';

/** A picture or a scan, with the recognised words over it. */
export function ImageView({ document, place, compact, onPart }: OriginalViewProps) {
  const { t } = useTranslation('viewer');
  const problemText = useProblemText();
  const type = imageTypeOf(document.format);
  const { data: blob, error, isPending } = useQuery({ ...originalQuery(document, type ?? ''), enabled: type !== null });
  const url = useObjectUrl(blob);
  const source = useMemo(() => imagePages(document, url, blob), [document, url, blob]);
  if (error) return <Notice tone="bad">{problemText(error)}</Notice>;
  if (type !== null && (isPending || !url)) return <Skeleton h="100%" radius={0} />;
  return (
    <PagesView document={document} source={source} place={place} compact={compact} onPart={onPart}>
      {type === null && <span>{t('image.onlyWords', { format: document.format?.toUpperCase() })}</span>}
    </PagesView>
  );
}

function imagePages(document: DocumentDetails, url: string | null, blob: Blob | undefined): Pages {
  const source = { documentId: document.id, versionId: document.versionId };
  const sizes = document.quality.map(({ part, size }) => ({
    part,
    width: size?.[0] ?? 1_000,
    height: size?.[1] ?? 1_400,
  }));
  const Page: ComponentType<PageProps> = (props) => (
    <>
      {url && <TurnedImage url={url} {...props} />}
      {!props.isThumb && <OcrLayer source={source} {...props} isVisible={url === null} />}
    </>
  );
  // Pixels are many and points are few: an A4 page at 200 dots an inch comes out at the size of paper.
  const scaled = sizes.map(({ part, width, height }) => {
    const share = Math.min(1, 800 / width);
    return { part, width: width * share, height: height * share };
  });
  return { sizes: scaled, Page, paint: async () => blob ?? new Blob() };
}

function TurnedImage({ url, width, height, turns }: PageProps & { url: string }) {
  const upright = turns % 2 === 0 ? { width, height } : { width: height, height: width };
  const style = {
    ...upright,
    position: 'absolute' as const,
    left: (width - upright.width) / 2,
    top: (height - upright.height) / 2,
    transform: `rotate(${turns * 90}deg)`,
  };
  return <img src={url} alt="" style={style} draggable={false} />;
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
