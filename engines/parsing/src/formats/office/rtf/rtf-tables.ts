import { compactProperties, type OfficeProperties } from '../office-properties.ts';

/** The style sheet: which style numbers are headings. */
export type RtfStyles = {
  start(): void;
  number(value: number): void;
  outline(value: number): void;
  /** A piece of a style's name, which ends with a semicolon. */
  name(text: string): void;
  level(number: number): number | undefined;
};

const headingName = /^(?:heading|t[ií]tulo|encabezado|titre|überschrift|titolo)\s*([1-9])\b/i;

export function createRtfStyles(): RtfStyles {
  const levels = new Map<number, number>();
  let number = 0;
  let name = '';
  let outline = 9;
  const start = () => {
    number = 0;
    name = '';
    outline = 9;
  };
  const levelOf = (): number | null => {
    if (outline >= 0 && outline < 9) return outline + 1;
    const named = headingName.exec(name.trim())?.[1];
    if (named !== undefined) return Number(named);
    return /^(?:title|t[ií]tulo)\s*;/i.test(name.trim()) ? 1 : null;
  };
  return {
    start,
    number(value) {
      number = value;
    },
    outline(value) {
      outline = value;
    },
    name(text) {
      if (name.length < 500) name += text;
      if (!name.includes(';')) return;
      const level = levelOf();
      if (level !== null) levels.set(number, Math.min(level, 6));
      start();
    },
    level: (value) => levels.get(value),
  };
}

/** The `info` group: title, author and time of making. */
export type RtfInfo = {
  title(text: string): void;
  author(text: string): void;
  time(word: string, value: number): void;
  properties(): OfficeProperties;
};

export function createRtfInfo(): RtfInfo {
  const time: Record<string, number> = {};
  let title = '';
  let author = '';
  const created = (): string | undefined => {
    const { yr = 0, mo = 1, dy = 1, hr = 0, min = 0 } = time;
    if (yr <= 0 || yr >= 10_000) return undefined;
    const ms = Date.UTC(yr, Math.max(0, mo - 1), Math.max(1, dy), hr, min);
    const year = new Date(ms).getUTCFullYear();
    return Number.isFinite(ms) && year > 0 && year < 10_000
      ? new Date(ms).toISOString().replace('.000Z', 'Z')
      : undefined;
  };
  return {
    title(text) {
      if (title.length < 2_000) title += text;
    },
    author(text) {
      if (author.length < 2_000) author += text;
    },
    time(word, value) {
      time[word] = value;
    },
    properties: () =>
      compactProperties({ title, author, created: created(), modified: undefined, language: undefined }),
  };
}
