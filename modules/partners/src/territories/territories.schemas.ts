import { Timestamp } from '@nexus/http';
import { z } from 'zod';
import { Instant, Line, Reason } from '../partners.schemas.ts';

const Kind = z.enum(['area', 'country', 'region', 'postcode', 'segment']);
const ProductLine = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'the code of a product line');

export const NewTerritoryBody = z.object({
  parentId: z.uuid().nullable(),
  kind: Kind,
  code: z.string().trim().min(1).max(40),
  name: z.object({ es: Line, en: Line }),
});

export const TerritoryView = z.object({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  kind: Kind,
  code: z.string(),
  name: z.object({ es: z.string(), en: z.string() }),
  path: z.string(),
});

export const GrantsQuery = z.object({ territoryId: z.uuid().optional() });
export const GrantParams = z.object({ grantId: z.uuid() });

export const NewGrantBody = z
  .object({
    partnerId: z.uuid(),
    territoryId: z.uuid(),
    productLine: ProductLine.nullable().default(null).describe('Null: all product lines'),
    isExclusive: z.boolean(),
    from: Instant.optional(),
    until: Instant.nullable().optional(),
    reason: Reason,
  })
  .refine(({ from, until }) => !from || !until || until > from, { path: ['until'], message: 'after the beginning' });

export const WaiverBody = z.object({ partnerId: z.uuid(), reason: Reason });

export const GrantView = z.object({
  id: z.uuid(),
  partnerId: z.uuid(),
  partnerName: z.string(),
  territoryId: z.uuid(),
  path: z.string(),
  name: z.object({ es: z.string(), en: z.string() }),
  productLine: z.string().nullable(),
  isExclusive: z.boolean(),
  isWaived: z.boolean().describe('Let in by whoever holds the place alone'),
  waivers: z.number().int(),
  from: Timestamp,
  until: Timestamp.nullable(),
  reason: z.string(),
});
