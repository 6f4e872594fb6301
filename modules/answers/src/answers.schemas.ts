import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const ConversationParams = z.object({ conversationId: z.uuid() });
export const QuestionParams = z.object({ questionId: z.uuid() });
export const CitationParams = z.object({ questionId: z.uuid(), citationId: z.uuid() });
export const ConversationListQuery = PageQuery.extend({
  pinned: z.stringbool().optional().describe('Only the pinned ones, or only the others'),
});

const Day = z.iso.date();

export const FiltersBody = z
  .object({
    kinds: z.array(z.string().max(20)).max(30).optional().describe('File formats, such as `pdf`'),
    languages: z
      .array(z.enum(['es', 'en', 'und']))
      .max(3)
      .optional(),
    folderIds: z.array(z.uuid()).max(100).optional(),
    from: Day.optional().describe("First day of the document's own date"),
    to: Day.optional(),
  })
  .describe('Narrows what is searched');

export const AskBody = z.object({
  text: z.string().trim().min(1).max(4_000).describe('The question, in Spanish or English'),
  conversationId: z.uuid().optional().describe('Continues a conversation; a new one begins without it'),
  spaceIds: z
    .array(z.uuid())
    .min(1)
    .max(1_000)
    .optional()
    .describe('Searches these spaces; all that you may read without it'),
  filters: FiltersBody.optional(),
});

export const LabelViewSchema = z.object({
  id: z.uuid(),
  text: z.string().describe('Banner line'),
  textEn: z.string(),
  portionMark: z.string(),
  rank: z.number().int(),
  colour: z.string(),
});

const RangeView = z.object({ start: z.number().int(), end: z.number().int() });

const PlaceView = z.object({
  part: z.number().int().describe('Page, sheet, slide or mail part, from 1'),
  block: z.number().int().describe('Number of the block in the document, from 0'),
  start: z.number().int().describe("The quoted characters of the block's text (UTF-16 units)"),
  end: z.number().int(),
  rects: z.array(z.array(z.number())).describe('x0, y0, x1, y1 as fractions of the page'),
  range: z.string().nullable().describe('Cell, such as `C4`'),
  lines: z.array(z.number().int()).nullable().describe('First and last line of the source text'),
});

export const CitationView = z.object({
  id: z.uuid(),
  role: z.enum(['quote', 'also', 'nearest']),
  sentence: z.number().int().describe('Number of the sentence in the answer; `also` sources support that sentence'),
  confidence: z.number(),
  conflict: z.number().int().nullable().describe('Quotations with one number here contradict each other'),
  source: z
    .object({
      documentId: z.uuid(),
      versionId: z.uuid(),
      spaceId: z.uuid(),
      labelId: z.uuid(),
      label: LabelViewSchema,
      title: z.string(),
      fileName: z.string(),
      folderPath: z.string(),
      format: z.string().nullable(),
      documentDate: z.string().nullable(),
      headings: z.array(z.string()),
      quote: z.string().describe('As it stands in the document'),
      span: RangeView.nullable().describe('The best words within the quotation'),
      places: z.array(PlaceView),
    })
    .nullable()
    .describe('Null when the source is gone, was replaced, or may no longer be read by you'),
});

export const AnswerView = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  label: LabelViewSchema.describe('Of all that is cited and shown together'),
  text: z.string(),
  searchedText: z.string().nullable().describe('What was searched, when the question continues the one before'),
  language: z.enum(['es', 'en']),
  scope: z
    .object({ spaceIds: z.array(z.uuid()).nullable(), filters: FiltersBody.nullable() })
    .describe('Where was searched; every readable space when `spaceIds` is null'),
  expects: z.string().describe('What kind of thing is asked for: date, amount, person, ...'),
  outcome: z.enum(['answered', 'not_found']),
  lead: z.string().describe('Our words above the quotations'),
  nearestLead: z.string(),
  confidence: z.number(),
  citations: z.array(CitationView),
  passagesSearched: z.number().int(),
  durationMs: z.number(),
  askedAt: Timestamp,
  corrections: z.array(z.object({ from: z.string(), to: z.string() })),
  feedback: z.enum(['right', 'wrong', 'incomplete']).nullable(),
});

export const ConversationView = z.object({
  id: z.uuid(),
  spaceId: z.uuid().nullable().describe('The one space that it runs over; null when it goes to every space'),
  label: LabelViewSchema.describe('Of all that its answers hold; it only rises'),
  title: z.string(),
  pinned: z.boolean(),
  version: z.number().int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});

export const ConversationPage = pageSchema(ConversationView);
export const ConversationDetailsView = ConversationView.extend({ questions: z.array(AnswerView) });
export const ConversationChangeBody = z
  .object({ title: z.string().trim().min(1).max(200).optional(), pinned: z.boolean().optional() })
  .refine(({ title, pinned }) => title !== undefined || pinned !== undefined, { error: 'Say what to change.' });
export const FeedbackBody = z.object({
  verdict: z.enum(['right', 'wrong', 'incomplete']),
  note: z.string().max(4_000).optional(),
});
export const OpenedCitationView = z.object({
  citation: CitationView,
  headings: z.array(z.string()),
  passage: z.string().describe('The passage around the quotation'),
});
