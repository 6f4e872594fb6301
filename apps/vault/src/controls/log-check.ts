import type { AuditLog } from '@nexus/audit';
import type { ControlCheck } from '@nexus/controls';
import type { Clock } from '@nexus/kernel';

const minuteMs = 60_000;
/** The log checks itself once a day. */
const longestUnchecked = 2 * 24 * 60 * minuteMs;

/** Whether the log is whole, signed, and kept in a second place. Facts are those that stay: how long it is belongs to the page of the log. */
export function auditLogCheck(
  log: Pick<AuditLog, 'state'>,
  { checkpointSeconds, clock }: { checkpointSeconds: number; clock: Clock },
): ControlCheck {
  // Signing may wait for its turn, and a server that was just started has not signed yet.
  const longestUnsigned = Math.max(10 * checkpointSeconds * 1_000, 15 * minuteMs);
  const startedAt = clock.now().getTime();
  return {
    id: 'audit.log',
    async run() {
      const { broken, size, checkpoint, places, verification } = await log.state();
      const now = clock.now().getTime();
      const signedAt = Math.max(checkpoint?.signedAt.getTime() ?? 0, startedAt);
      const isUnsigned = size > (checkpoint?.size ?? 0) && now - signedAt > longestUnsigned;
      const faults = verification.last?.faults.length ?? 0;
      const checkedAt = Math.max(verification.last?.at.getTime() ?? 0, startedAt);
      const isUnchecked = now - checkedAt > longestUnchecked;
      const failingPlaces = places.filter(({ delivery }) => delivery?.failingSince != null).length;
      const isBroken = broken !== null || faults > 0 || isUnsigned;
      const wantsAttention = places.length === 0 || failingPlaces > 0 || isUnchecked;
      return {
        state: isBroken ? 'failed' : wantsAttention ? 'attention' : 'ok',
        facts: {
          ...(broken ? { broken: broken.kind } : {}),
          unsigned: isUnsigned,
          faults,
          unchecked: isUnchecked,
          secondPlaces: places.length,
          failingPlaces,
        },
      };
    },
  };
}
