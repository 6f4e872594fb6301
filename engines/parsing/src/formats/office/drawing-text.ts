import type { OfficePackage } from './ooxml-package.ts';
import { scanXml } from './xml/xml-text.ts';

/** Paragraphs of DrawingML (`a:p`), in document order: SmartArt data parts, text boxes of sheets, chart titles. */
export function drawingParagraphs(xml: string | null): string[] {
  const paragraphs: string[] = [];
  if (xml === null) return paragraphs;
  let text = '';
  let inText = false;
  scanXml(xml, {
    open(name) {
      if (name === 'a:t') inText = true;
      else if (name === 'a:br') text += '\n';
    },
    close(name) {
      if (name === 'a:t') inText = false;
      else if (name === 'a:p') {
        if (text.trim() !== '') paragraphs.push(text.trim());
        text = '';
      }
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  return paragraphs;
}

export type ChartTable = { title: string; rows: string[][] };

/** A chart as the table that it was drawn from: its title, and one row per category with the value of each series. */
export function readChart(pack: OfficePackage, path: string): ChartTable | null {
  const xml = pack.xml(path);
  if (xml === null) return null;
  const series: { name: string; categories: string[]; values: string[] }[] = [];
  const title: string[] = [];
  const where: string[] = [];
  let point = 0;
  let inValue = false;
  let inText = false;
  scanXml(xml, {
    open(name, attributes) {
      where.push(name);
      if (name === 'c:ser') series.push({ name: '', categories: [], values: [] });
      else if (name === 'c:pt') point = Math.min(Math.max(0, Number(attributes.get('idx') ?? 0) || 0), 5_000);
      else if (name === 'c:v') inValue = true;
      else if (name === 'a:t') inText = true;
    },
    close(name) {
      where.pop();
      if (name === 'c:v') inValue = false;
      else if (name === 'a:t') inText = false;
    },
    text(text) {
      const current = series.at(-1);
      if (inText && where.includes('c:title')) title.push(text);
      if (!inValue || current === undefined) return;
      if (where.includes('c:tx')) current.name += text;
      else if (where.includes('c:cat') || where.includes('c:xVal')) current.categories[point] = text;
      else if (where.includes('c:val') || where.includes('c:yVal')) current.values[point] = text;
    },
  });
  const filled = series.filter((each) => each.values.length > 0);
  const length = Math.max(0, ...filled.map((each) => each.values.length));
  const categories = filled[0]?.categories ?? [];
  const rows = Array.from({ length }, (_, at) => [
    categories[at] ?? String(at + 1),
    ...filled.map((each) => shortNumber(each.values[at] ?? '')),
  ]);
  if (rows.length > 0) rows.unshift(['', ...filled.map((each) => each.name)]);
  return { title: title.join('').trim(), rows };
}

function shortNumber(value: string): string {
  const number = Number(value);
  return value !== '' && Number.isFinite(number) ? String(Number(number.toPrecision(12))) : value;
}
