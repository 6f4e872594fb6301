import type { Block } from '../../contract.ts';
import { createPlainBlocks } from '../text/plain-blocks.ts';

/** Lines that introduce the message being answered or forwarded. */
const attribution =
  /^(?:(?:El|On|Le|Am|Em|Il)\b.{5,200}\b(?:escribió|wrote|escreveu|a écrit|schrieb|ha scritto)\s*:|-{2,}\s*(?:Mensaje original|Original Message|Mensaje reenviado|Forwarded message|Message d'origine|Mensagem original|Ursprüngliche Nachricht)\s*-{2,})\s*$/i;
/** Outlook repeats the header of the earlier message instead. */
const repeatedHeader = /^\*?(?:From|De|Von|Da)\s?:\*?\s+\S/i;
const repeatedDate = /^\*?(?:Sent|Enviado(?: el)?|Date|Fecha|Gesendet|Envoyé|Inviato|Enviada em)\s?:/i;
const quoteMarks = /^(?:\s?>)+ ?/;

/**
 * Blocks of a plain-text mail body. What is quoted from earlier messages stands under a heading of its own (the line that introduces it), so that
 * an answer drawn from it is not taken for the sender's words.
 */
export function mailBodyBlocks(text: string, part: number): Block[] {
  const out: Block[] = [];
  const blocks = createPlainBlocks(
    () => part,
    (block) => out.push(block),
  );
  let depth = 0;
  const lines = unfoldAttributions(text.split(/\r\n|\n|\r/));
  for (const [at, line] of lines.entries()) {
    const marks = quoteMarks.exec(line)?.[0] ?? '';
    const level = marks.replace(/[^>]/g, '').length;
    const plain = line.slice(marks.length);
    const repeats =
      repeatedHeader.test(plain.trim()) &&
      lines.slice(at + 1, at + 4).some((next) => repeatedDate.test(next.replace(quoteMarks, '').trim()));
    if (repeats || attribution.test(plain.trim())) {
      blocks.end();
      out.push({ kind: 'heading', level: Math.min(6, 3 + level), text: plain.trim(), place: { part, line: at + 1 } });
      depth = level + 1;
      continue;
    }
    if (level !== depth) {
      blocks.end();
      if (level > depth)
        out.push({
          kind: 'heading',
          level: Math.min(6, 2 + level),
          text: '>'.repeat(level),
          place: { part, line: at + 1 },
        });
      depth = level;
    }
    blocks.line(plain, at + 1);
  }
  blocks.end();
  return out;
}

/** Mail programs wrap "El lun, 3 mar 2025 a las 10:00, Ana <...>" before "escribió:". */
function unfoldAttributions(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const whole = last === undefined ? '' : `${last} ${line.replace(quoteMarks, '')}`;
    const opens =
      last !== undefined &&
      /^(?:\s?>)*\s?(?:El|On|Le|Am|Em|Il)\b/.test(last) &&
      last.length < 150 &&
      line.trim() !== '';
    if (opens && attribution.test(whole.replace(quoteMarks, '').trim())) joined[joined.length - 1] = whole;
    else joined.push(line);
  }
  return joined;
}
