import { describe, expect, test } from 'vitest';
import type { Citation } from '../answer.ts';
import { type CitableWords, citableText } from './citable-text.ts';

const words: CitableWords = {
  banner: 'CONFIDENCIAL//JURÍDICO',
  placeOf: ({ places }) => `pág. ${places[0]?.part}`,
  notFound: 'No encuentro respuesta.',
  alsoIn: 'También en',
  sourceGone: 'La fuente ya no está.',
  footer: 'Nexus · 175 pasajes',
};
const source = (fileName: string, title: string, quote: string) =>
  ({
    fileName,
    title,
    quote,
    folderPath: 'contrato',
    places: [{ part: 3 }],
    label: { portionMark: '(C//JUR)' },
  }) as unknown as Citation['source'];
const cite = (id: string, from: Citation['source']): Citation => {
  return { id, role: 'quote', sentence: 1, confidence: 1, conflict: null, source: from };
};

describe('an answer to paste', () => {
  test('stands between its label’s lines, and names document, file and place under every quotation with its mark', () => {
    const quote = { number: 1, citation: cite('a', source('c.docx', 'Contrato', 'Son 210 días.')), also: [] };
    const also = [cite('b', source('firmado.pdf', 'firmado.pdf', 'Son 210 días.'))];
    expect(citableText({ text: '¿Plazo?', outcome: 'answered' }, [{ ...quote, also }], words).text).toBe(
      [
        'CONFIDENCIAL//JURÍDICO',
        '',
        '¿Plazo?',
        '',
        '1. (C//JUR) «Son 210 días.»',
        '   — Contrato (contrato/c.docx), pág. 3',
        '   — (C//JUR) También en contrato/firmado.pdf, pág. 3',
        '',
        'Nexus · 175 pasajes',
        '',
        'CONFIDENCIAL//JURÍDICO',
      ].join('\n'),
    );
  });

  test('never passes what is nearest for an answer', () => {
    const quotes = [{ number: 1, citation: cite('a', source('c.docx', '', 'Otra cosa.')), also: [] }];
    expect(citableText({ text: '¿Plazo?', outcome: 'not_found' }, quotes, words).text).toContain(
      '¿Plazo?\n\nNo encuentro respuesta.\n\n1. (C//JUR) «Otra cosa.»',
    );
  });

  test('has no markup of a document in its formatted form', () => {
    const hostile = '<img src=x onerror=alert(1)> & "comillas"';
    const quotes = [{ number: 1, citation: cite('a', source('<b>.pdf', '', hostile)), also: [] }];
    const { html } = citableText({ text: '<script>', outcome: 'answered' }, quotes, words);
    expect(html.match(/<(?!\/?(?:p|q|br|small|strong)>)/g)).toBeNull();
  });

  test('says of a source that is gone that it is gone', () => {
    const quotes = [{ number: 1, citation: cite('a', null), also: [] }];
    expect(citableText({ text: '¿Plazo?', outcome: 'answered' }, quotes, words).text).toContain(
      '1. La fuente ya no está.',
    );
  });
});
