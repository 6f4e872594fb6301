import type { z } from 'zod';
import type { NamedGrant, Territory } from './territories.repository.ts';
import type { GrantView, TerritoryView } from './territories.schemas.ts';

export function viewTerritory(row: Territory): z.infer<typeof TerritoryView> {
  const { id, parentId, kind, code, nameEs, nameEn, path } = row;
  return { id, parentId, kind, code, name: { es: nameEs, en: nameEn }, path };
}

export function viewGrant(row: NamedGrant): z.infer<typeof GrantView> {
  return {
    id: row.id,
    partnerId: row.partnerId,
    partnerName: row.partnerName,
    territoryId: row.territoryId,
    path: row.path,
    name: { es: row.nameEs, en: row.nameEn },
    productLine: row.productLine,
    isExclusive: row.isExclusive,
    isWaived: row.isWaived,
    waivers: row.waivers,
    from: row.from.toISOString(),
    until: row.until?.toISOString() ?? null,
    reason: row.reason,
  };
}
