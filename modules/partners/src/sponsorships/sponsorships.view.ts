import type { z } from 'zod';
import type { NamedSponsorship, Recruit, TreeRow } from './sponsorships.repository.ts';
import type { RecruitView, SponsorshipView, TreeView } from './sponsorships.schemas.ts';

export function viewSponsorship(row: NamedSponsorship): z.infer<typeof SponsorshipView> {
  return {
    id: row.id,
    partnerId: row.partnerId,
    partnerName: row.partnerName,
    sponsorId: row.sponsorId,
    sponsorName: row.sponsorName,
    from: row.from.toISOString(),
    until: row.until?.toISOString() ?? null,
    reason: row.reason,
  };
}

export function viewRecruit({ id, name, kind, status, sponsorId, since }: Recruit): z.infer<typeof RecruitView> {
  return { id, name, kind, status, sponsorId, since: since.toISOString() };
}

export function viewTreeRow({ id, name, kind, status, sponsorId }: TreeRow): z.infer<typeof TreeView> {
  return { id, name, kind, status, sponsorId };
}
