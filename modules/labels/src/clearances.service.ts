import type { Database, Tx } from '@nexus/db';
import { type Clock, type PersonActor, StaleVersionError } from '@nexus/kernel';
import * as repository from './clearances.repository.ts';
import type { LabelDirectory } from './label-directory.ts';
import { ClearedPersonNotFoundError, OwnClearanceError, UnknownPartError } from './labels.errors.ts';
import type { AuditPort, PeoplePort } from './labels.ports.ts';
import { findSet } from './labels.repository.ts';
import type { ClearanceRow, LabelsTables } from './labels.tables.ts';

export type ClearancesDependencies = {
  database: Pick<Database, 'withActor'>;
  directory: LabelDirectory;
  people: PeoplePort;
  audit: AuditPort;
  clock: Clock;
  isEvaluation: () => boolean;
};

export type PersonClearance = {
  personId: string;
  name: string;
  email: string | null;
  /** Whether somebody gave it; else it is the baseline that everybody begins with. */
  isOwn: boolean;
  /** Null: none at all. */
  levelId: string | null;
  compartmentIds: readonly string[];
  groupId: string | null;
  grantedBy: string | null;
  grantedAt: Date | null;
  /** Given by the person themselves, which evaluation alone allows. */
  isSelfGranted: boolean;
  version: number;
};

export type ClearanceChange = { levelId: string | null; compartmentIds: readonly string[]; groupId: string | null };

export type ClearanceEvent = {
  levelId: string | null;
  compartmentIds: readonly string[];
  groupId: string | null;
  grantedBy: string | null;
  grantedByName: string | null;
  at: Date;
};

const mostEvents = 200;

/** Who may read how much, given by officers alone and never to themselves. */
export function createClearancesService(dependencies: ClearancesDependencies) {
  const { database, directory, people, audit, clock, isEvaluation } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<LabelsTables>) => Promise<R>) =>
    database.withActor<LabelsTables, R>(actor, run);

  async function list(actor: PersonActor): Promise<PersonClearance[]> {
    const colleagues = await people.listColleagues(actor);
    const { rows, set } = await act(actor, async (tx) => {
      await audit.record(tx as Tx, { actor, action: 'clearance.listed', outcome: 'success' });
      const found = await directory.at((await findSet(tx)).revision);
      return { rows: await repository.listClearances(tx), set: found };
    });
    const rowOf = new Map(rows.map((row) => [row.personId, row]));
    return colleagues
      .map(({ id, name, email }) => ({
        personId: id,
        name,
        email,
        ...describe(rowOf.get(id) ?? null, set.baselineLevelId),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'es'));
  }

  /** @throws OwnClearanceError, ClearedPersonNotFoundError, UnknownPartError, StaleVersionError */
  async function grant(
    actor: PersonActor,
    personId: string,
    change: ClearanceChange,
    expectedVersion: number | null,
  ): Promise<PersonClearance> {
    if (personId === actor.personId && !isEvaluation()) throw new OwnClearanceError();
    const person = (await people.listColleagues(actor)).find(({ id }) => id === personId);
    if (!person) throw new ClearedPersonNotFoundError();
    return await act(actor, async (tx) => {
      const set = await directory.at((await findSet(tx)).revision);
      if (change.levelId !== null && !set.levels.some(({ id }) => id === change.levelId)) throw new UnknownPartError();
      const before = await repository.findClearance(tx, personId);
      const row = {
        personId,
        levelId: change.levelId,
        compartments: [...change.compartmentIds],
        groupId: change.groupId,
        grantedBy: actor.personId,
        grantedAt: clock.now(),
      };
      const version = before?.version ?? 0;
      if (!(await repository.saveClearance(tx, row, expectedVersion ?? version)))
        throw new StaleVersionError('Somebody changed this clearance in the meantime. Load it again.');
      await audit.record(tx as Tx, {
        actor,
        action: 'clearance.granted',
        outcome: 'success',
        objects: [{ kind: 'person', id: personId }],
        ...(personId === actor.personId ? { reason: 'self_granted_in_evaluation' } : {}),
        details: {
          levelId: change.levelId ?? 'none',
          compartments: [...change.compartmentIds],
          ...(change.groupId === null ? {} : { groupId: change.groupId }),
        },
      });
      const { name, email } = person;
      return { personId, name, email, ...describe({ ...row, version: version + 1 }, set.baselineLevelId) };
    });
  }

  async function history(actor: PersonActor, personId: string): Promise<ClearanceEvent[]> {
    const rows = await act(actor, async (tx) => {
      const objects = [{ kind: 'person', id: personId }];
      await audit.record(tx as Tx, { actor, action: 'clearance.listed', outcome: 'success', objects });
      return await repository.listHistory(tx, personId, mostEvents);
    });
    const names = await people.namesOf(
      actor,
      rows.flatMap(({ grantedBy }) => grantedBy ?? []),
    );
    return rows.map(({ levelId, compartments, groupId, grantedBy, recordedAt }) => ({
      levelId,
      compartmentIds: compartments,
      groupId,
      grantedBy,
      grantedByName: grantedBy === null ? null : (names.get(grantedBy) ?? null),
      at: recordedAt,
    }));
  }

  return { list, grant, history };
}

export type ClearancesService = ReturnType<typeof createClearancesService>;

function describe(row: ClearanceRow | null, baselineLevelId: string) {
  return {
    isOwn: row !== null,
    levelId: row ? row.levelId : baselineLevelId,
    compartmentIds: row?.compartments ?? [],
    groupId: row?.groupId ?? null,
    grantedBy: row?.grantedBy ?? null,
    grantedAt: row?.grantedAt ?? null,
    isSelfGranted: row !== null && row.grantedBy === row.personId,
    version: row?.version ?? 0,
  };
}
