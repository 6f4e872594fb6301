import type { AuditService } from '@nexus/audit';
import { type Logger, systemActor } from '@nexus/kernel';
import type { Destinations, ProcessFence } from '@nexus/outbound';

/** Where the server may connect to, and who hears of what was refused. */
export type Outbound = Pick<ProcessFence, 'onRefused'> & { destinations: Destinations };

/** What the fence refused goes into the log: that something tried at all is a fault of ours, or worse. */
export function recordRefusals(outbound: Outbound, audit: Pick<AuditService, 'recordNow'>, logger: Logger): void {
  outbound.onRefused(({ protocol, addressClass, attempts }) => {
    const details = { protocol, addressClass, attempts };
    logger.warn('a connection to an address that nobody configured was refused', details);
    audit
      .recordNow({ actor: systemActor('outbound'), action: 'outbound.refused', outcome: 'denied', details })
      .catch((error: unknown) => logger.error('a refused connection could not be recorded', { error }));
  });
}
