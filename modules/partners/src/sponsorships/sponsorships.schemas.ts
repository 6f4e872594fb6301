import { Timestamp } from '@nexus/http';
import { z } from 'zod';
import { Instant, PartnerStatus, Reason } from '../partners.schemas.ts';

export const SponsorshipParams = z.object({ sponsorshipId: z.uuid() });
export const NewSponsorshipBody = z
  .object({ sponsorId: z.uuid(), from: Instant.optional(), until: Instant.nullable().optional(), reason: Reason })
  .refine(({ from, until }) => !from || !until || until > from, { path: ['until'], message: 'after the beginning' });
export const EndBody = z.object({ at: Instant.optional().describe('Now when left out'), reason: Reason });
export const CreatedView = z.object({ id: z.uuid() });

export const SponsorshipView = z.object({
  id: z.uuid(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  sponsorId: z.uuid(),
  sponsorName: z.string().nullable(),
  from: Timestamp,
  until: Timestamp.nullable(),
  reason: z.string(),
});

export const RecruitView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  status: PartnerStatus,
  sponsorId: z.uuid(),
  since: Timestamp,
});

export const TreeQuery = z.object({ at: Instant.optional().describe('The tree as it was then; now when left out') });
export const TreeView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  status: PartnerStatus,
  sponsorId: z.uuid().nullable(),
});
