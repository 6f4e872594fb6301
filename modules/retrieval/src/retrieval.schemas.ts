import { z } from 'zod';

export const SearchBody = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(4_000)
    .describe(
      'Words, "exact phrases", -exclusions and filters: tipo:pdf, fecha>=2024-01-01, carpeta:contratos, etiqueta:DL, idioma:es',
    ),
  spaceIds: z.array(z.uuid()).min(1).max(1_000).optional().describe('All spaces that you may read without it'),
  limit: z.number().int().min(1).max(100).default(20),
});

const RangeView = z.object({ start: z.number().int(), end: z.number().int() });

export const LabelViewSchema = z.object({
  id: z.uuid(),
  text: z.string(),
  textEn: z.string(),
  portionMark: z.string(),
  rank: z.number().int(),
  colour: z.string(),
});

export const HitView = z.object({
  documentId: z.uuid(),
  versionId: z.uuid(),
  spaceId: z.uuid(),
  labelId: z.uuid(),
  label: LabelViewSchema,
  title: z.string(),
  fileName: z.string(),
  folderPath: z.string(),
  format: z.string().nullable(),
  language: z.string().nullable(),
  documentDate: z.string().nullable(),
  headings: z.array(z.string()),
  part: z
    .number()
    .int()
    .nullable()
    .describe(
      'Page, sheet, slide or mail part of the first mark; of the beginning of the passage when nothing is marked',
    ),
  place: z
    .object({ part: z.number().int(), block: z.number().int(), start: z.number().int(), end: z.number().int() })
    .nullable()
    .describe(
      'The block of the document that holds most of the words, and from which to which character they stand in it',
    ),
  text: z.string(),
  marks: z.array(RangeView).describe('Where the words of the search stand in `text`'),
  score: z.number(),
});

export const SearchView = z.object({
  outcome: z.enum(['ok', 'empty', 'stop_words_only', 'exclusions_only', 'filters_only', 'too_long']),
  hits: z.array(HitView),
  passagesSearched: z.number().int(),
  didYouMean: z.string().nullable(),
  problems: z.array(z.object({ code: z.string(), text: z.string() })).describe('What was typed but could not be used'),
  durationMs: z.number(),
});
