import { InvalidInputError, newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import { ActivityNotFoundError } from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { mayWork } from '../crm.policy.ts';
import { findSubject, type Subject } from '../subject.ts';
import * as repository from './activities.repository.ts';
import { calendarOf } from './icalendar.ts';

export type ActivityFields = {
  subject?: string | undefined;
  body?: string | undefined;
  assigneeId?: string | null | undefined;
  dueAt?: Date | null | undefined;
  isDone?: boolean | undefined;
  startsAt?: Date | undefined;
  endsAt?: Date | undefined;
  location?: string | null | undefined;
  attendees?: string[] | undefined;
};
export type NewActivity = Subject & ActivityFields & { kind: 'task' | 'note' | 'meeting'; subject: string };

/** What every activity has, empty. */
export const blankActivity = {
  body: '',
  assigneeId: null,
  dueAt: null,
  doneAt: null,
  startsAt: null,
  endsAt: null,
  location: null,
  attendees: [],
  sequence: 0,
  direction: null,
  mailState: null,
  mailFrom: null,
  mailTo: null,
  messageId: null,
  inReplyTo: null,
  mailError: null,
  version: 1,
};

export type ActivitiesService = ReturnType<typeof createActivitiesService>;

export function createActivitiesService({ audit, clock }: CrmDependencies, act: ActAs) {
  async function list(actor: PersonActor, subject: Subject): Promise<repository.ActivityRow[]> {
    return await act(actor, async (tx) => {
      await findSubject(tx, subject);
      return await repository.listActivities(tx, subject);
    });
  }

  async function myTasks(actor: PersonActor): Promise<repository.ActivityRow[]> {
    return await act(actor, (tx) => repository.listOpenTasks(tx, actor.personId));
  }

  async function create(actor: PersonActor, input: NewActivity): Promise<repository.ActivityRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const subject = await findSubject(tx, input);
      const now = clock.now();
      const row: repository.ActivityRow = {
        ...blankActivity,
        ...subject,
        ...columnsOf(input, now),
        id: newId(now.getTime()),
        kind: input.kind,
        subject: input.subject,
        assigneeId: input.kind === 'task' ? (input.assigneeId ?? actor.personId) : null,
        createdBy: actor.personId,
        createdAt: now,
      };
      ensureMeeting(row);
      await repository.insertActivity(tx, row);
      const objects = [{ kind: 'activity', id: row.id }];
      await audit.record(tx, {
        actor,
        action: 'activity.created',
        outcome: 'success',
        objects,
        details: { kind: row.kind },
      });
      return row;
    });
  }

  async function update(
    actor: PersonActor,
    id: string,
    expectedVersion: number | null,
    change: ActivityFields,
  ): Promise<repository.ActivityRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const before = await repository.findActivity(tx, id, true);
      if (!before || before.kind === 'email') throw new ActivityNotFoundError();
      const row = { ...before, ...columnsOf(change, clock.now()) };
      ensureMeeting(row);
      const version = expectedVersion ?? before.version;
      if (!(await repository.updateActivity(tx, version, row)))
        throw new StaleVersionError('Somebody else changed it in the meantime. Load it again, then repeat the change.');
      const objects = [{ kind: 'activity', id }];
      await audit.record(tx, { actor, action: 'activity.updated', outcome: 'success', objects });
      return { ...row, version: version + 1, sequence: row.sequence + (row.kind === 'meeting' ? 1 : 0) };
    });
  }

  /** One meeting, as a file for a calendar. */
  async function meeting(actor: PersonActor, id: string): Promise<string> {
    return await act(actor, async (tx) => {
      const row = await repository.findActivity(tx, id);
      if (row?.kind !== 'meeting') throw new ActivityNotFoundError();
      return calendarOf([entryOf(row)]);
    });
  }

  /** Every meeting that the person may see, in a stretch of time. */
  async function calendar(actor: PersonActor, from: Date, until: Date): Promise<string> {
    return await act(actor, async (tx) => calendarOf((await repository.listMeetings(tx, from, until)).map(entryOf)));
  }

  return { list, myTasks, create, update, meeting, calendar };
}

function columnsOf({ isDone, ...fields }: ActivityFields, now: Date): Partial<repository.ActivityRow> {
  const given = Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== undefined && key in blankOrSubject),
  );
  return { ...given, ...(isDone === undefined ? {} : { doneAt: isDone ? now : null }) };
}
const blankOrSubject = { ...blankActivity, subject: '' };

function ensureMeeting({ kind, startsAt, endsAt }: repository.ActivityRow): void {
  if (kind !== 'meeting') return;
  if (startsAt === null || endsAt === null || endsAt <= startsAt)
    throw new InvalidInputError('A meeting has a beginning, and an end after it.', [
      { path: 'endsAt', message: 'after the beginning' },
    ]);
}

function entryOf(row: repository.ActivityRow) {
  const { id, subject, body: description, location, attendees, sequence, createdAt: changedAt } = row;
  return {
    id,
    subject,
    description,
    location,
    attendees,
    sequence,
    changedAt,
    startsAt: row.startsAt!,
    endsAt: row.endsAt!,
  };
}
