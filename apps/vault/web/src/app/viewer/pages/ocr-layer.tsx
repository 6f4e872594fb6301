import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type DocumentRef, textQuery } from '../document-queries.ts';
import classes from './pages.module.css';
import type { PageProps } from './pages.ts';
import { percentBox, type Rect } from './rects.ts';

type OcrLayerProps = PageProps & {
  source: Required<DocumentRef>;
  /** The words themselves, where no picture can be shown under them. */
  isVisible?: boolean;
};

type Line = { key: string; text: string; rect: Rect };

/** Recognised words over their picture, each line as wide as it stands there, so that they can be selected and read aloud. */
export function OcrLayer({ source, part, width, height, turns, isVisible }: OcrLayerProps) {
  const { data } = useQuery(textQuery(source, part));
  const lines = useMemo(() => {
    const blocks = data?.find((found) => found.part === part)?.blocks ?? [];
    return blocks.flatMap(({ number, text, place }) =>
      (place.lines ?? []).map(({ start, end, rect }): Line => {
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
        return { key: `${number}.${start}`, text: text.slice(start, end), rect: [x0, y0, x1, y1] };
      }),
    );
  }, [data, part]);
  const upright = turns % 2 === 0 ? { width, height } : { width: height, height: width };
  // Lines lie on the upright page; the whole layer is turned with it.
  const turn = { ...upright, transform: turnOf(turns, width, height), inset: 'auto', top: 0, left: 0 };
  return (
    <div className={classes['textLayer']} style={turn}>
      {lines.map(({ key, text, rect }) => (
        <div
          key={key}
          className={classes['ocrLine']}
          data-visible={isVisible || undefined}
          style={{ ...percentBox(rect), ...fontFor(text, rect, upright) }}
        >
          {text}
        </div>
      ))}
    </div>
  );
}

function turnOf(turns: PageProps['turns'], width: number, height: number): string {
  if (turns === 1) return `translate(${width}px, 0) rotate(90deg)`;
  if (turns === 2) return `translate(${width}px, ${height}px) rotate(180deg)`;
  if (turns === 3) return `translate(0, ${height}px) rotate(270deg)`;
  return 'none';
}

let context: CanvasRenderingContext2D | null = null;
const measured = 100;

/** Size by the height of the line, width by letter spacing, so that the selection covers what is seen. */
function fontFor(text: string, [x0, y0, x1, y1]: Rect, page: { width: number; height: number }) {
  context ??= document.createElement('canvas').getContext('2d');
  const fontSize = Math.max(1, (y1 - y0) * page.height * 0.86);
  if (context) context.font = `${measured}px sans-serif`;
  const natural = ((context?.measureText(text).width ?? 0) / measured) * fontSize;
  const letterSpacing = text.length > 0 ? ((x1 - x0) * page.width - natural) / text.length : 0;
  return { fontSize, letterSpacing, fontFamily: 'sans-serif', lineHeight: `${(y1 - y0) * page.height}px` };
}
