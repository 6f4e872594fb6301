import type { z } from 'zod';
import type { ControlView, FindingList } from './controls.schemas.ts';
import type { Control } from './controls.service.ts';
import type { FindingRow } from './controls.tables.ts';

export function viewControl({ id, state, facts, since, checkedAt }: Control): z.infer<typeof ControlView> {
  return { id, state, facts, since: since?.toISOString() ?? null, checkedAt: checkedAt?.toISOString() ?? null };
}

export function viewFinding(row: FindingRow): z.infer<typeof FindingList>['items'][number] {
  const { state, facts, since, confirmedAt, checks } = row;
  return { state, facts, since: since.toISOString(), confirmedAt: confirmedAt.toISOString(), checks: Number(checks) };
}
