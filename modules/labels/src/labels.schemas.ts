import { Timestamp } from '@nexus/http';
import { z } from 'zod';

const Words = z.object({ es: z.string(), en: z.string() });
const WordsBody = z.object({ es: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(60) });
const MarkBody = z.string().trim().min(1).max(12);

export const LabelViewSchema = z.object({
  id: z.uuid(),
  text: z.string().describe('Banner line, such as `CONFIDENCIAL//JURÍDICO`'),
  textEn: z.string(),
  portionMark: z.string().describe('Before a paragraph, such as `(C//JUR)`'),
  rank: z.number().int().describe('Position of the level, 0 the lowest'),
  colour: z.string(),
});

export const LevelView = z.object({
  id: z.uuid(),
  rank: z.number().int(),
  text: Words,
  mark: z.string(),
  colour: z.string(),
});
export const PartView = z.object({ id: z.uuid(), text: Words, mark: z.string() });
export const RuleView = z.object({ id: z.uuid(), compartmentIds: z.array(z.uuid()), minimumLevelId: z.uuid() });

export const UsableLabelsView = z.object({
  set: z.object({ code: z.string(), version: z.number().int() }),
  clearance: z
    .object({ levelId: z.uuid(), compartmentIds: z.array(z.uuid()), groupId: z.uuid().nullable() })
    .nullable()
    .describe('Yours; null when you have none'),
  levels: z.array(LevelView).describe('Those that you may write, lowest first'),
  compartments: z.array(PartView),
  groups: z.array(PartView),
  rules: z.array(RuleView).describe('Of the compartments that you hold'),
  labels: z
    .array(
      LabelViewSchema.extend({
        levelId: z.uuid(),
        compartmentIds: z.array(z.uuid()),
        groupIds: z.array(z.uuid()).nullable().describe('To whom it may be released; null to everybody'),
      }),
    )
    .describe('Labels in use that you may read'),
});

export const NewLabelBody = z.object({
  levelId: z.uuid(),
  compartmentIds: z.array(z.uuid()).max(32).default([]),
  groupIds: z
    .array(z.uuid())
    .max(32)
    .nullable()
    .default(null)
    .describe('To whom it may be released; null to everybody, an empty list to nobody'),
});

export const LabelSetView = z.object({
  code: z.string(),
  version: z.number().int(),
  baselineLevelId: z.uuid().describe('The level of people to whom nobody gave a clearance'),
  levels: z.array(LevelView),
  compartments: z.array(PartView),
  groups: z.array(PartView),
  rules: z.array(RuleView),
  labels: z.array(LabelViewSchema).describe('Every combination in use'),
  shipped: z.array(z.object({ code: z.string(), name: Words, levels: z.array(Words) })),
});

const PartBody = z.object({ id: z.uuid(), text: WordsBody, mark: MarkBody });

export const LabelSetBody = z.object({
  levels: z
    .array(PartBody.extend({ colour: z.string().regex(/^#[0-9a-f]{6}$/) }))
    .min(1)
    .max(20)
    .describe('Lowest first. A new level has a new id.'),
  compartments: z.array(PartBody).max(200),
  groups: z.array(PartBody).max(200),
  rules: z
    .array(z.object({ id: z.uuid(), compartmentIds: z.array(z.uuid()).min(1).max(8), minimumLevelId: z.uuid() }))
    .max(200)
    .describe('Whoever carries all of the compartments carries at least the level'),
  baselineLevelId: z.uuid(),
});

export const ChooseSetBody = z.object({ code: z.string().max(40) });
export const PersonParams = z.object({ personId: z.uuid() });

export const ClearanceBody = z.object({
  levelId: z.uuid().nullable().describe('Null: no clearance at all'),
  compartmentIds: z.array(z.uuid()).max(200).default([]),
  groupId: z.uuid().nullable().default(null),
});

export const ClearanceView = z.object({
  personId: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  isOwn: z.boolean().describe('False for the baseline that everybody begins with'),
  levelId: z.uuid().nullable(),
  compartmentIds: z.array(z.uuid()),
  groupId: z.uuid().nullable(),
  grantedBy: z.uuid().nullable(),
  grantedAt: Timestamp.nullable(),
  isSelfGranted: z.boolean().describe('Only evaluation allows it'),
  version: z.number().int(),
});

export const ClearanceEventView = z.object({
  levelId: z.uuid().nullable(),
  compartmentIds: z.array(z.uuid()),
  groupId: z.uuid().nullable(),
  grantedBy: z.uuid().nullable(),
  grantedByName: z.string().nullable(),
  at: Timestamp,
});

export const ExplainQuery = z
  .object({ personId: z.uuid(), documentId: z.uuid().optional(), spaceId: z.uuid().optional() })
  .refine(({ documentId, spaceId }) => (documentId === undefined) !== (spaceId === undefined), {
    error: 'Name a document or a space, and not both.',
  });
export const ExplainView = z.object({
  personId: z.uuid(),
  documentId: z.uuid().nullable().describe('Null when the question is about a space'),
  isAllowed: z.boolean(),
  label: LabelViewSchema.nullable(),
  spaceId: z.uuid().nullable(),
  rules: z
    .array(
      z.object({
        rule: z.enum(['document', 'membership', 'role', 'clearance', 'level', 'compartments', 'release', 'ceiling']),
        isMet: z.boolean(),
        decides: z.boolean().describe('False for what is shown and does not decide about reading'),
        wanted: z.array(z.string()),
        held: z.array(z.string()),
      }),
    )
    .describe('In the order in which they are asked; the first that is not met denies'),
});
