import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { Country, Line, PartnerKindView, Reason } from '../partners.schemas.ts';

const State = z.enum(['submitted', 'scored', 'approved', 'rejected']);
const Axis = z.enum(['impact', 'effort']);
const Answer = z.union([z.string().max(200), z.number().int().min(0).max(1_000_000_000)]);
const Answers = z.record(z.string().max(40), Answer).refine((answers) => Object.keys(answers).length <= 50);

export const QuestionView = z.object({
  code: z.string(),
  axis: Axis,
  weight: z.number().int(),
  answer: z.enum(['number', 'choice', 'yes_no']),
  question: z.object({ es: z.string(), en: z.string() }),
  choices: z
    .array(z.object({ value: z.string(), es: z.string().nullable(), en: z.string().nullable() }))
    .describe('Empty for numbers'),
});

export const ApplicationFormView = z.object({ kinds: z.array(PartnerKindView), questions: z.array(QuestionView) });

export const NewApplicationBody = z.object({
  kind: z.string().max(40),
  companyName: Line,
  contactName: Line,
  email: z.email().max(254),
  phone: z.string().trim().max(40).optional(),
  country: Country,
  city: z.string().trim().max(200).optional(),
  website: z.string().trim().max(300).optional(),
  language: z.enum(['es', 'en']).default('es'),
  message: z.string().trim().max(4000).optional(),
  referralCode: z.string().trim().max(20).optional(),
  taxId: z.string().trim().min(3).max(40).optional(),
  answers: Answers.default({}),
});

export const ReceivedView = z.object({ received: z.literal(true) });

export const ApplicationParams = z.object({ applicationId: z.uuid() });
export const ApplicationsQuery = PageQuery.extend({ state: State.optional() });

export const ApplicationListItem = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: State,
  companyName: z.string(),
  contactName: z.string(),
  email: z.string(),
  country: z.string(),
  city: z.string().nullable(),
  impact: z.number().int().nullable(),
  effort: z.number().int().nullable(),
  partnerId: z.uuid().nullable(),
  submittedAt: Timestamp,
});
export const ApplicationPage = pageSchema(ApplicationListItem);

export const ApplicationView = ApplicationListItem.extend({
  phone: z.string().nullable(),
  website: z.string().nullable(),
  language: z.enum(['es', 'en']),
  message: z.string().nullable(),
  referralCode: z.string().nullable(),
  taxId: z.string().nullable(),
  answers: z.record(z.string(), Answer),
  questions: z.array(QuestionView),
  criteriaVersion: z.number().int(),
  advice: z.enum(['quick_win', 'strategic', 'fill_in', 'decline']).nullable(),
  scoreRows: z
    .array(
      z.object({
        code: z.string(),
        axis: Axis,
        answer: Answer.nullable(),
        points: z.number().int(),
        weight: z.number().int(),
      }),
    )
    .nullable(),
  scoredAt: Timestamp.nullable(),
  decidedAt: Timestamp.nullable(),
  decisionReason: z.string().nullable(),
});

export const ScoreBody = z.object({ answers: Answers.default({}).describe('Answers that somebody corrected') });
export const ApproveBody = z.object({
  kind: z.string().max(40).optional(),
  reason: Reason.optional(),
  withoutSponsor: z.boolean().optional().describe('Leave out the referral code'),
});
export const ApprovedView = z.object({
  partnerId: z.uuid(),
  invitation: z
    .object({ token: z.string(), expiresAt: Timestamp })
    .nullable()
    .describe('Shown once, to hand on; null for somebody who has an account already'),
});
export const RejectBody = z.object({ reason: Reason });
