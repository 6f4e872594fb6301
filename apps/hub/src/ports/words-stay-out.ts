import type { AuditService } from '@nexus/audit';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';

type Entry = {
  actor: Actor;
  action: string;
  outcome: 'success' | 'denied' | 'failed';
  objects?: readonly { kind: string; id: string }[];
  reason?: string;
  details?: Readonly<Record<string, unknown>>;
};

type Recorded = Parameters<AuditService['record']>[1];

const code = /^[a-z][a-z0-9_.-]{0,99}$/;
const token = /^[A-Za-z0-9._:/+=#@-]{1,200}$/;

/**
 * The log takes ids, codes and counts. Reasons that people write stand on what they are about, in tables that may be corrected; the log, which may not, says
 * only that there was one.
 */
export function wordsStayOut(audit: Pick<AuditService, 'record'>) {
  return {
    async record(tx: Tx, { reason, details = {}, ...entry }: Entry): Promise<void> {
      const isCode = reason === undefined || code.test(reason);
      const kept = Object.entries(details).flatMap(([key, value]): [string, string | number | boolean | null][] => {
        if (typeof value === 'number' || typeof value === 'boolean' || value === null) return [[key, value]];
        return typeof value === 'string' && token.test(value) ? [[key, value]] : [];
      });
      await audit.record(tx, {
        ...entry,
        ...(reason !== undefined && isCode ? { reason } : {}),
        details: { ...Object.fromEntries(kept), ...(isCode ? {} : { hasReason: true }) },
      } as Recorded);
    },
  };
}
