import type { z } from 'zod';
import type { AuditLogState } from './audit-log.ts';
import type { CheckpointRow } from './checkpoints.repository.ts';
import type { Delivery } from './deliveries.repository.ts';
import type { BreakView, CheckpointView, DeliveryView, LogStateView } from './log.schemas.ts';
import type { LogBreak } from './recording-gate.ts';

export function viewCheckpoint({ size, root, signedAt, note }: CheckpointRow): z.infer<typeof CheckpointView> {
  return { size, root: root.toString('base64'), signedAt: signedAt.toISOString(), note };
}

export function viewBreak(found: LogBreak): z.infer<typeof BreakView> {
  const { kind, seenBy, size, root, ourSize, agreesUpTo, foundAt } = found;
  return { kind, seenBy, size, root, ourSize, agreesUpTo, foundAt: foundAt.toISOString() };
}

function viewDelivery({ name, delivery }: { name: string; delivery: Delivery | null }): z.infer<typeof DeliveryView> {
  return {
    name,
    position: delivery?.position ?? 0,
    deliveredAt: delivery?.deliveredAt?.toISOString() ?? null,
    failingSince: delivery?.failingSince?.toISOString() ?? null,
    fault: delivery?.fault ?? null,
  };
}

export function viewState(state: AuditLogState): z.infer<typeof LogStateView> {
  const { identity, size, firstEntry, checkpoint, places, destinations, verification, broken } = state;
  const { last, progress } = verification;
  return {
    identity,
    size,
    firstEntry,
    checkpoint: checkpoint && viewCheckpoint(checkpoint),
    places: places.map(viewDelivery),
    destinations: destinations.map(viewDelivery),
    verification: {
      last: last && {
        at: last.at.toISOString(),
        size: last.size,
        faults: last.faults.length,
        firstFault: last.faults[0] ?? null,
      },
      progress,
    },
    broken: broken && viewBreak(broken),
  };
}
