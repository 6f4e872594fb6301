import { describe, expect, test } from 'vitest';
import type { AnsweredQuestion, CitedQuote } from '../answer-view.model.ts';
import { answerDocument } from './answer-document.ts';
import { writeDocx } from './write-docx.ts';
import { writePdf } from './write-pdf.ts';

const label = {
  id: 'l',
  text: 'CONFIDENCIAL//JURÍDICO',
  textEn: 'CONFIDENTIAL//LEGAL',
  portionMark: '(C//JUR)',
  rank: 1,
  colour: '#1f5fa8',
};
const source: NonNullable<CitedQuote['source']> = {
  documentId: 'd',
  versionId: 'v',
  spaceId: 's',
  labelId: 'l',
  label,
  title: 'Contrato 2024/17',
  fileName: 'contrato.pdf',
  folderPath: 'contrato',
  format: 'pdf',
  documentDate: null,
  headings: ['Cláusula tercera'],
  quote: 'El plazo es de 210 días.',
  span: { start: 15, end: 23 },
  places: [{ part: 12, block: 3, start: 0, end: 24, rects: [] }],
};
const cite = (role: CitedQuote['role'], sentence: number, more: Partial<CitedQuote> = {}): CitedQuote => {
  return { citationId: `${role}${sentence}`, role, sentence, confidence: 0.9, conflict: null, source, ...more };
};
const answered = (more: Partial<AnsweredQuestion>): AnsweredQuestion => ({
  id: '01a1fd13-83c9-703d-a3e9-4483cf7d8b46',
  conversationId: 'c',
  label,
  text: '¿Cuál es el plazo?',
  searchedText: null,
  scope: { spaceIds: ['s'] },
  language: 'es',
  expects: 'quantity',
  outcome: 'answered',
  lead: '',
  nearestLead: '',
  confidence: 0.9,
  citations: [cite('quote', 1)],
  passagesSearched: 9314,
  durationMs: 12,
  askedAt: new Date('2026-11-21T07:00:00Z'),
  corrections: [],
  feedback: null,
  ...more,
});
const options = { language: 'es', timeZone: 'Europe/Madrid', exportedAt: new Date('2026-11-21T08:00:00Z') } as const;
const documentOf = (more: Partial<AnsweredQuestion>) => answerDocument(answered(more), options);

describe('an answer on paper', () => {
  test('has every quotation with its marked words, its document and its place', () => {
    const document = documentOf({ citations: [cite('quote', 1), cite('also', 1), cite('quote', 2)] });
    expect(document.quotes.map(({ number, sources }) => [number, sources.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(document.quotes[0]).toMatchObject({
      quote: { before: 'El plazo es de ', marked: '210 días', after: '.' },
      sources: [
        '(C//JUR) Contrato 2024/17 (contrato/contrato.pdf) · Cláusula tercera · pág. 12',
        'También en (C//JUR) Contrato 2024/17 (contrato/contrato.pdf) · Cláusula tercera · pág. 12',
      ],
    });
    expect(document.banner).toMatch(/^CONFIDENCIAL\/\/JURÍDICO · /);
    expect(document.subtitle).toBe('21 de noviembre de 2026 a las 8:00 · en un espacio · 9.314 pasajes consultados');
  });

  test('shows nothing of a source that may no longer be read', () => {
    const { quotes } = documentOf({ citations: [cite('quote', 1, { source: null })] });
    expect(quotes).toEqual([{ number: 1, quote: null, sources: [expect.stringContaining('ya no puede verla')] }]);
  });

  test('says plainly that there is no answer, and marks nothing in what is nearest', () => {
    const { lead, quotes } = documentOf({ outcome: 'not_found', citations: [cite('nearest', 1)] });
    expect(lead).toBe(
      'No encuentro respuesta en estos documentos. Lo que sigue es lo más cercano que contienen; no es una respuesta.',
    );
    expect(quotes[0]?.quote).toEqual({ before: 'El plazo es de 210 días.', marked: '', after: '' });
    expect(documentOf({ outcome: 'not_found', citations: [] }).lead).toBe(
      'No encuentro respuesta en estos documentos.',
    );
  });

  test('names contradictions, doubts and corrections', () => {
    const citations = [cite('quote', 1, { conflict: 0 }), cite('quote', 2, { conflict: 0 }), cite('quote', 3)];
    const { notes } = documentOf({ citations, confidence: 0.5, corrections: [{ from: 'plaso', to: 'plazo' }] });
    expect(notes.slice(0, 3)).toEqual([
      'Las fuentes de 1, 2 no coinciden. Compárelas antes de usar un dato.',
      'Respuesta poco segura: compruebe las citas en su fuente.',
      'Se buscó «plazo» en lugar de «plaso».',
    ]);
  });
});

describe('both files', () => {
  const hostile = '#read("/etc/passwd") $x$ <w:t> & ]]> @cite \u0000\u000b\ud800 *a* `b` // c';
  const document = answerDocument(
    answered({ text: hostile, citations: [cite('quote', 1, { source: { ...source, quote: hostile, span: null } })] }),
    options,
  );

  test('are written whatever the documents say, and alike for PDF', async () => {
    const pdf = await writePdf(document);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
    expect((await writeDocx(document)).subarray(0, 2).toString()).toBe('PK');
  });

  test('hold a very long answer', async () => {
    const long = Array.from({ length: 200 }, (_, index) =>
      cite('quote', index + 1, { source: { ...source, quote: `${'palabra '.repeat(150)}${index}` } }),
    );
    const pdf = await writePdf(documentOf({ citations: long }));
    expect(pdf.length).toBeGreaterThan(30_000);
  });
});
