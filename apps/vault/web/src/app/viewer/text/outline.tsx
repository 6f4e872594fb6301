import { Skeleton } from '@mantine/core';
import { read } from '@nexus/page/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { DocumentDetails } from '../document-queries.ts';
import type { Place } from '../place.ts';
import { type Heading, headingsOf } from './headings.ts';
import classes from './text.module.css';

const partsAtOnce = 50;
/** A document with more headings than these is better searched than leafed through. */
const mostHeadings = 2_000;

/** The headings of a document; choosing one goes there. */
export function Outline({ document, onChoose }: { document: DocumentDetails; onChoose: (place: Place) => void }) {
  const { t } = useTranslation('viewer');
  const { data } = useQuery({
    queryKey: ['document', document.id, document.versionId, 'outline'],
    queryFn: ({ signal }) => readHeadings(document, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <nav className={classes['outline']} aria-label={t('outline')}>
      {!data && <Skeleton h={12} m="md" w="60%" />}
      {data?.length === 0 && <p>{t('outlineEmpty')}</p>}
      {data?.map(({ part, block, text, depth }) => (
        <button
          key={block}
          type="button"
          style={{ paddingLeft: 12 + depth * 14 }}
          onClick={() => onChoose({ part, block })}
        >
          {text}
        </button>
      ))}
    </nav>
  );
}

async function readHeadings({ id, versionId }: DocumentDetails, signal: AbortSignal): Promise<Heading[]> {
  const headings: Heading[] = [];
  for (let fromPart = 1; headings.length < mostHeadings; ) {
    const params = { path: { documentId: id }, query: { versionId, fromPart, limit: partsAtOnce } };
    const { parts } = await read(api.GET('/api/v1/documents/{documentId}/text', { params, signal }));
    headings.push(...headingsOf(parts));
    if (parts.length < partsAtOnce) break;
    fromPart = parts.at(-1)!.part + 1;
  }
  return headings.slice(0, mostHeadings);
}
