import type { z } from 'zod';
import type { ActivityRow } from './activities.repository.ts';
import type { ActivityView } from './activities.schemas.ts';

export function viewActivity(row: ActivityRow): z.infer<typeof ActivityView> {
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    kind: row.kind,
    customerId: row.customerId,
    opportunityId: row.opportunityId,
    subject: row.subject,
    body: row.body,
    assigneeId: row.assigneeId,
    dueAt: time(row.dueAt),
    doneAt: time(row.doneAt),
    startsAt: time(row.startsAt),
    endsAt: time(row.endsAt),
    location: row.location,
    attendees: row.attendees,
    mail:
      row.direction === null || row.mailState === null
        ? null
        : {
            direction: row.direction,
            state: row.mailState,
            from: row.mailFrom,
            to: row.mailTo ?? [],
            error: row.mailError,
          },
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}
