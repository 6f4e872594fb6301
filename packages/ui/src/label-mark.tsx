import type { Locale } from './formats.ts';
import classes from './label.module.css';
import { readableInk } from './readable-ink.ts';

/** A label as a page shows it. Words of a banner are in both languages; its short form is the same in both. */
export type ShownLabel = { text: string; textEn: string; portionMark: string; colour: string };

export function labelText({ text, textEn }: Pick<ShownLabel, 'text' | 'textEn'>, locale: Locale): string {
  return locale === 'en' ? textEn : text;
}

/** The short form before what carries the label. The colour repeats what the letters say; the whole words are read out. Plain elements: a list has one in every row. */
export function LabelMark({ label, locale }: { label: ShownLabel; locale: Locale }) {
  const text = labelText(label, locale);
  return (
    <span className={classes['mark']} style={{ borderColor: label.colour }} title={text}>
      <span aria-hidden>{label.portionMark}</span>
      <span className={classes['spoken']}>{text}</span>
    </span>
  );
}

/** The label in full, on its colour: for the one thing that a screen is about. */
export function LabelBadge({ label, locale }: { label: Omit<ShownLabel, 'portionMark'>; locale: Locale }) {
  return (
    <span className={classes['badge']} style={{ background: label.colour, color: readableInk(label.colour) }}>
      {labelText(label, locale)}
    </span>
  );
}
