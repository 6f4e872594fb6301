import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

const VersionState = z.enum(['queued', 'reading', 'ready', 'failed', 'cancelled', 'superseded']);

export const SpaceParams = z.object({ spaceId: z.uuid() });
export const DocumentParams = z.object({ documentId: z.uuid() });
export const PlaceParams = z.object({ documentId: z.uuid(), placeId: z.uuid() });
export const WatchedFolderParams = z.object({ spaceId: z.uuid(), watchedFolderId: z.uuid() });

export const DocumentListQuery = PageQuery.extend({
  state: VersionState.optional(),
  format: z.string().max(20).optional(),
  folderId: z.uuid().optional().describe('Documents with a place in this folder'),
});

export const VersionQuery = z.object({
  versionId: z
    .uuid()
    .optional()
    .describe('One of its versions, such as the one that a citation names; the newest when left out'),
});

export const TextQuery = VersionQuery.extend({
  fromPart: z.coerce.number().int().min(1).default(1).describe('First page, sheet or part'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

const ReasonView = z
  .object({ code: z.string(), es: z.string(), en: z.string(), detail: z.string().nullable() })
  .describe('Why it was not read, with what to do');

export const LabelViewSchema = z.object({
  id: z.uuid(),
  text: z.string().describe('Banner line'),
  textEn: z.string(),
  portionMark: z.string(),
  rank: z.number().int(),
  colour: z.string(),
});

export const DocumentView = z.object({
  id: z.uuid(),
  spaceId: z.uuid(),
  labelId: z.uuid(),
  label: LabelViewSchema,
  hasSuggestion: z
    .boolean()
    .describe('Its markings say more than its label, and nobody has confirmed or dismissed it yet'),
  folderId: z.uuid().nullable(),
  parentDocumentId: z.uuid().nullable().describe('The mail or file that this was attached to'),
  fileName: z.string(),
  folderPath: z.string(),
  title: z.string(),
  author: z.string().nullable(),
  documentDate: z.string().nullable(),
  format: z.string().nullable(),
  language: z.string().nullable(),
  sizeBytes: z.number().int(),
  state: VersionState,
  reason: ReasonView.nullable(),
  progress: z.object({ done: z.number().int(), total: z.number().int().nullable() }),
  parts: z.number().int().nullable().describe('Pages, sheets or slides'),
  passages: z.number().int().nullable(),
  warnings: z.array(z.string()),
  version: z.number().int(),
  versionId: z.uuid(),
  createdBy: z.uuid().nullable().describe('Null when the server itself brought it in'),
  createdAt: Timestamp,
});

export const PartQualityView = z.object({
  part: z.number().int(),
  kind: z.string(),
  name: z.string().nullable(),
  method: z.string().describe('text, ocr, empty or unread'),
  characters: z.number().int(),
  confidence: z.number().nullable().describe('Mean confidence of the recognition, 0-100'),
  garbage: z.number().nullable().describe('Share of characters that look broken, 0-1'),
  size: z.array(z.number()).nullable().describe('Width and height in points or pixels'),
  notes: z.array(z.string()),
});

export const PlaceView = z.object({
  id: z.uuid(),
  folderId: z.uuid().nullable(),
  folderPath: z.string(),
  fileName: z.string(),
  parentDocumentId: z.uuid().nullable().describe('The mail or file that it was attached to at this place'),
  isMain: z.boolean().describe('The place that lists and citations name'),
  createdBy: z.uuid().nullable(),
  createdAt: Timestamp,
});

const RelatedView = z.object({ id: z.uuid(), fileName: z.string(), title: z.string(), format: z.string().nullable() });

const SuggestionView = z.object({
  written: z.string().describe('As it stands in the document'),
  kind: z.enum(['banner', 'portion']),
  unknown: z.array(z.string()).describe('Words of the marking that the label set does not know'),
  label: LabelViewSchema.nullable().describe('Null when it is above you'),
});

export const DocumentDetailsView = DocumentView.extend({
  suggestion: SuggestionView.nullable(),
  hasOpenRequest: z.boolean().describe('Somebody asked for a lower label, and nobody has decided yet'),
  places: z.array(PlaceView).describe('Where the same bytes lie in the space, oldest first'),
  parent: RelatedView.nullable().describe('The mail or file that this was attached to'),
  attachments: z
    .array(RelatedView.extend({ state: VersionState }))
    .describe('What was attached to it or embedded in it'),
  quality: z.array(PartQualityView),
  versions: z.array(
    z.object({
      id: z.uuid(),
      number: z.number().int(),
      state: VersionState,
      sizeBytes: z.number().int(),
      createdAt: Timestamp,
      createdBy: z.uuid().nullable(),
    }),
  ),
});

export const DocumentPage = pageSchema(DocumentView);

export const UploadView = z.object({
  files: z.array(
    z.object({
      fileName: z.string(),
      documentId: z
        .uuid()
        .describe('The document that the file is, or of which it became a version or a further place'),
      versionId: z.uuid(),
      outcome: z
        .enum(['created', 'version', 'place', 'duplicate'])
        .describe(
          '`created`: a new document. `version`: other bytes at the place of a document. `place`: the same bytes lie elsewhere in the space already, and that document has one place more. `duplicate`: the same bytes at the same place; nothing changed.',
        ),
    }),
  ),
});

export const TextView = z.object({
  parts: z.array(
    z.object({
      part: z.number().int(),
      kind: z.string(),
      blocks: z.array(
        z.object({
          number: z.number().int().describe('Number of the block in the document, from 0, as citations name it'),
          kind: z.string(),
          level: z.number().int().optional(),
          text: z.string(),
          cells: z.array(z.object({ ref: z.string(), text: z.string() })).optional(),
          header: z.array(z.string()).optional(),
          table: z.number().int().optional(),
          place: z.object({
            part: z.number().int(),
            lines: z
              .array(z.object({ start: z.number().int(), end: z.number().int(), rect: z.array(z.number()) }))
              .optional(),
            range: z.string().optional(),
            line: z.number().int().optional(),
          }),
        }),
      ),
    }),
  ),
});

export const DigestView = z.object({ sha256: z.string().describe('SHA-256 of the original file, hexadecimal') });

export const IngestView = z.object({
  queued: z.number().int(),
  reading: z.number().int(),
  ready: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  superseded: z.number().int().describe('Older versions'),
});

export const UploadQuery = z.object({
  labelId: z.uuid().optional().describe("The label of the files; the space's default without it"),
});

export const WatchedFolderBody = z.object({
  path: z
    .string()
    .min(1)
    .max(4_096)
    .describe('A folder on the server, below one of the roots that its administrator allowed'),
  labelId: z.uuid().optional().describe("The label of what it brings; the space's default without it"),
});

export const WatchedFolderView = z.object({
  id: z.uuid(),
  path: z.string(),
  labelId: z.uuid(),
  label: LabelViewSchema,
  state: z.enum(['active', 'paused', 'unreachable']),
  scannedAt: Timestamp.nullable(),
});
