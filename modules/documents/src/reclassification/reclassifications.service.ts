import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import { getReadable } from '../documents.access.ts';
import {
  AboveCeilingError,
  DocumentActionForbiddenError,
  DocumentNotFoundError,
  LabelNotFoundError,
} from '../documents.errors.ts';
import { openDocument } from '../documents.opening.ts';
import { mayChangeDocuments, mayReclassify } from '../documents.policy.ts';
import type {
  Access,
  AccessPort,
  AuditPort,
  KeyringPort,
  LabelsPort,
  LabelView,
  PeoplePort,
  SpacesPort,
} from '../documents.ports.ts';
import { findDocuments } from '../documents.repository.ts';
import type { DocumentsTables, ReclassificationRow, ReclassificationState } from '../documents.tables.ts';
import {
  AlreadyDecidedError,
  AlreadyLabelledError,
  ReasonMissingError,
  ReclassificationNotFoundError,
  SelfApprovalError,
} from './reclassifications.errors.ts';
import * as repository from './reclassifications.repository.ts';

export type ReclassificationsDependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: LabelsPort;
  people: PeoplePort;
  audit: Pick<AuditPort, 'record'>;
  clock: Clock;
  apply: (reclassificationId: string) => Promise<void>;
};

export type Reclassification = {
  id: string;
  documentId: string;
  /** Null for whoever may not read the document, such as an officer. */
  title: string | null;
  spaceId: string;
  from: LabelView;
  to: LabelView;
  kind: 'raise' | 'lower';
  state: ReclassificationState;
  reason: string | null;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  note: string | null;
  appliedAt: Date | null;
};

export type RelabelInput = { labelId: string; reason?: string | undefined };

export type ReclassificationsService = ReturnType<typeof createReclassificationsService>;

const mostListed = 500;
const contextOf = (id: string, field: 'reason' | 'note') => ({ kind: `reclassifications.${field}`, objectId: id });

/** Who may give a document another label, and how many people that takes. */
export function createReclassificationsService(dependencies: ReclassificationsDependencies) {
  const { database, keyring, spaces, accessOf, labels, people, audit, clock, apply } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withActor<DocumentsTables, R>(actor, run);

  /**
   * Raises at once, or asks a second person when the new label lets anybody read who could not before.
   * @throws DocumentNotFoundError, DocumentActionForbiddenError, LabelNotFoundError, AboveCeilingError, AlreadyLabelledError,
   * AlreadyRequestedError, ReasonMissingError, PlaceTakenError
   */
  async function relabel(
    actor: PersonActor,
    isOfficer: boolean,
    documentId: string,
    { labelId, reason }: RelabelInput,
  ): Promise<Reclassification> {
    const row = await act(actor, async (tx) => {
      const { spaceId, fromLabelId, ceilingLabelId, role } = await findSubject(tx, actor, isOfficer, documentId);
      if (fromLabelId === labelId) throw new AlreadyLabelledError();
      if (role !== 'officer' && !(await accessOf(tx as Tx)).mayUse(labelId)) throw new LabelNotFoundError();
      const kind = labels.isCovered(fromLabelId, labelId) ? ('raise' as const) : ('lower' as const);
      if (role === 'officer' && kind === 'lower') throw new DocumentNotFoundError();
      if (role !== 'officer' && !(kind === 'raise' ? mayReclassify(role) : mayChangeDocuments(role)))
        throw new DocumentActionForbiddenError();
      if (!labels.isAllowedBelow(labelId, ceilingLabelId)) throw new AboveCeilingError();
      if (kind === 'lower' && !reason) throw new ReasonMissingError();
      const sealer = await keyring.forSpace(spaceId);
      const id = newId();
      const fresh: ReclassificationRow = {
        id,
        documentId,
        spaceId,
        fromLabelId,
        toLabelId: labelId,
        kind,
        state: kind === 'raise' ? 'approved' : 'requested',
        reason: reason ? sealer.sealText(contextOf(id, 'reason'), reason) : null,
        requestedBy: actor.personId,
        requestedAt: clock.now(),
        decidedBy: null,
        decidedAt: null,
        decisionNote: null,
        appliedAt: null,
      };
      await repository.insertReclassification(tx, fresh);
      await record(tx, actor, 'reclassification.requested', fresh);
      return fresh;
    });
    if (row.kind === 'raise') await apply(row.id);
    return await describe(actor, await current(actor, row));
  }

  /** The document as the person may reach it: as a reader of its space, or as an officer who knows its id and sees nothing of it. */
  async function findSubject(tx: Tx<DocumentsTables>, actor: PersonActor, isOfficer: boolean, documentId: string) {
    const found = await getReadable(tx, { spaces, accessOf }, actor, documentId).catch((error: unknown) => {
      if (isOfficer && error instanceof DocumentNotFoundError) return null;
      throw error;
    });
    if (found) {
      const membership = await spaces.findMembership(tx as Tx, actor.personId, found.document.spaceId);
      const { spaceId, labelId: fromLabelId } = found.document;
      return { spaceId, fromLabelId, ceilingLabelId: membership?.ceilingLabelId ?? null, role: found.role };
    }
    const known = await repository.findForOfficer(tx, documentId);
    if (!known) throw new DocumentNotFoundError();
    return { spaceId: known.spaceId, fromLabelId: known.labelId, ceilingLabelId: null, role: 'officer' as const };
  }

  /**
   * A second person's word on a request to lower.
   * @throws SelfApprovalError, ReclassificationNotFoundError, AlreadyDecidedError, PlaceTakenError
   */
  async function decide(
    actor: PersonActor,
    isOfficer: boolean,
    id: string,
    decision: 'approve' | 'reject',
    note: string | undefined,
  ): Promise<Reclassification> {
    const row = await act(actor, async (tx) => {
      const request = await getVisible(tx, isOfficer, id);
      if (request.requestedBy === actor.personId) throw new SelfApprovalError();
      const membership = await spaces.findMembership(tx as Tx, actor.personId, request.spaceId);
      if (!isOfficer && !mayReclassify(membership?.role ?? null)) throw new DocumentActionForbiddenError();
      const sealer = await keyring.forSpace(request.spaceId);
      const isDecided = await repository.moveReclassification(tx, id, ['requested'], {
        state: decision === 'approve' ? 'approved' : 'rejected',
        decidedBy: actor.personId,
        decidedAt: clock.now(),
        ...(note ? { decisionNote: sealer.sealText(contextOf(id, 'note'), note) } : {}),
      });
      if (!isDecided) throw new AlreadyDecidedError();
      const action = decision === 'approve' ? 'reclassification.approved' : 'reclassification.rejected';
      await record(tx, actor, action, request);
      return request;
    });
    if (decision === 'approve') await apply(id);
    return await describe(actor, await current(actor, row));
  }

  async function withdraw(actor: PersonActor, id: string): Promise<void> {
    await act(actor, async (tx) => {
      const request = await getVisible(tx, false, id);
      if (request.requestedBy !== actor.personId) throw new DocumentActionForbiddenError();
      if (!(await repository.moveReclassification(tx, id, ['requested'], { state: 'withdrawn' })))
        throw new AlreadyDecidedError();
      await record(tx, actor, 'reclassification.withdrawn', request);
    });
  }

  async function get(actor: PersonActor, isOfficer: boolean, id: string): Promise<Reclassification> {
    const row = await act(actor, (tx) => getVisible(tx, isOfficer, id));
    const found = await describe(actor, row);
    if (!isOfficer && found.title === null) throw new ReclassificationNotFoundError();
    return found;
  }

  async function list(
    actor: PersonActor,
    isOfficer: boolean,
    filter: { state?: ReclassificationState | undefined; documentId?: string | undefined },
  ): Promise<Reclassification[]> {
    const rows = await act(actor, async (tx) => {
      await audit.record(tx as Tx, { actor, action: 'reclassification.listed', outcome: 'success' });
      const access = await accessOf(tx as Tx);
      const found = await repository.listReclassifications(tx, filter, mostListed);
      return found.filter((row) => isOfficer || isVisible(access, row));
    });
    const described = await Promise.all(rows.map((row) => describe(actor, row)));
    // Of a document that is gone, or above the person by now, only officers see what was asked.
    return described.filter(({ title }) => isOfficer || title !== null);
  }

  /** The person has looked at what the document says of itself, and the label stays. */
  async function dismissSuggestion(actor: PersonActor, documentId: string): Promise<void> {
    await act(actor, async (tx) => {
      const { document, role } = await getReadable(tx, { spaces, accessOf }, actor, documentId);
      if (!mayReclassify(role)) throw new DocumentActionForbiddenError();
      await repository.dismissSuggestion(tx, documentId);
      await audit.record(tx as Tx, {
        actor,
        action: 'document.suggestion_dismissed',
        outcome: 'success',
        spaceId: document.spaceId,
        labelId: document.labelId,
        objects: [{ kind: 'document', id: documentId }],
      });
    });
  }

  async function getVisible(tx: Tx<DocumentsTables>, isOfficer: boolean, id: string) {
    const row = await repository.findReclassification(tx, id);
    if (!row || !(isOfficer || isVisible(await accessOf(tx as Tx), row))) throw new ReclassificationNotFoundError();
    return row;
  }

  async function current(actor: PersonActor, row: ReclassificationRow): Promise<ReclassificationRow> {
    return (await act(actor, (tx) => repository.findReclassification(tx, row.id))) ?? row;
  }

  async function describe(actor: PersonActor, row: ReclassificationRow): Promise<Reclassification> {
    const sealer = await keyring.forSpace(row.spaceId);
    const title = await act(actor, async (tx) => {
      const access = await accessOf(tx as Tx);
      const [found] = await findDocuments(tx, [row.documentId]);
      if (!found || !access.mayRead(found.document.spaceId, found.document.labelId)) return null;
      return openDocument(sealer, labels, found, []).title;
    });
    const names = await people.namesOf(actor, [row.requestedBy, ...(row.decidedBy ? [row.decidedBy] : [])]);
    return {
      id: row.id,
      documentId: row.documentId,
      title,
      spaceId: row.spaceId,
      from: labels.viewOf(row.fromLabelId),
      to: labels.viewOf(row.toLabelId),
      kind: row.kind,
      state: row.state,
      reason: row.reason && sealer.openText(contextOf(row.id, 'reason'), row.reason),
      requestedBy: row.requestedBy,
      requestedByName: names.get(row.requestedBy) ?? '',
      requestedAt: row.requestedAt,
      decidedBy: row.decidedBy,
      decidedByName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? null),
      decidedAt: row.decidedAt,
      note: row.decisionNote && sealer.openText(contextOf(row.id, 'note'), row.decisionNote),
      appliedAt: row.appliedAt,
    };
  }

  async function record(
    tx: Tx<DocumentsTables>,
    actor: PersonActor,
    action: string,
    { id, documentId, spaceId, fromLabelId, toLabelId, kind }: ReclassificationRow,
  ): Promise<void> {
    await audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      spaceId,
      labelId: fromLabelId,
      objects: [
        { kind: 'document', id: documentId },
        { kind: 'reclassification', id },
      ],
      details: { from: fromLabelId, to: toLabelId, kind },
    });
  }

  /** Where a document is, in ids, for an officer who asks; null for everybody else. */
  function documentOf(tx: Tx, documentId: string): Promise<{ spaceId: string; labelId: string } | null> {
    return repository.findForOfficer(tx as Tx<DocumentsTables>, documentId);
  }

  return { relabel, get, decide, withdraw, list, dismissSuggestion, documentOf };
}

/** A request tells of both labels: whoever may read both may see it. */
function isVisible(access: Access, row: ReclassificationRow): boolean {
  return access.mayRead(row.spaceId, row.fromLabelId) && access.mayUse(row.toLabelId);
}
