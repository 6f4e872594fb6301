import type { Database, Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { findClearanceForOfficer } from './clearances.repository.ts';
import { type LabelDirectory, viewIn } from './label-directory.ts';
import type { LabelView } from './label-text.ts';
import type { AuditPort, WhereaboutsPort } from './labels.ports.ts';
import { findSet } from './labels.repository.ts';
import type { LabelsTables } from './labels.tables.ts';
import { isWithinCeiling } from './lattice.ts';

export type ExplainedRule = {
  /** `clearance` is asked about a space, where no label says how high it has to be. */
  rule: 'document' | 'membership' | 'role' | 'clearance' | 'level' | 'compartments' | 'release' | 'ceiling';
  isMet: boolean;
  /** False for what is shown and does not decide about reading. */
  decides: boolean;
  /** What the rule asks for and what the person has, as ids and codes; names are in the label set. */
  wanted: readonly string[];
  held: readonly string[];
};

export type ExplainedAccess = {
  personId: string;
  /** Null when the question is about a space. */
  documentId: string | null;
  isAllowed: boolean;
  /** Null when there is no such document. */
  label: LabelView | null;
  spaceId: string | null;
  /** In the order in which they are asked; the first that is not met denies. */
  rules: ExplainedRule[];
};

export type ExplainDependencies = {
  database: Pick<Database, 'withActor'>;
  directory: LabelDirectory;
  whereabouts: WhereaboutsPort;
  audit: AuditPort;
};

/** For the officer: why a person may or may not read a document, rule by rule. It shows ids and labels and nothing of what is in the document. */
export function createExplainAccess({ database, directory, whereabouts, audit }: ExplainDependencies) {
  return function explainAccess(actor: PersonActor, personId: string, documentId: string): Promise<ExplainedAccess> {
    return database.withActor<LabelsTables, ExplainedAccess>(actor, async (tx) => {
      const set = await directory.at((await findSet(tx)).revision);
      const document = await whereabouts.documentOf(tx as Tx, documentId);
      const place = document ? await whereabouts.membershipOf(tx as Tx, document.spaceId, personId) : null;
      const clearance = await findClearanceForOfficer(tx, personId);
      const value = document && set.values.get(document.labelId);
      const levelOf = (rank: number | undefined) => (rank === undefined ? [] : [set.levels[rank]?.id ?? '']);
      const held = clearance?.compartments ?? [];
      const group = clearance?.groupId ?? null;
      const rules: ExplainedRule[] = [
        decides('document', document !== null, [documentId], document ? [documentId] : []),
      ];
      if (document && place && value) {
        rules.push(
          decides('membership', place.role !== null, [document.spaceId], place.role ? [document.spaceId] : []),
          decides('role', place.role !== null, ['reader', 'analyst', 'owner'], place.role ? [place.role] : []),
          decides(
            'level',
            clearance !== null && value.level <= rankIn(set.levels, clearance.rank),
            levelOf(value.level),
            levelOf(clearance ? rankIn(set.levels, clearance.rank) : undefined),
          ),
          decides(
            'compartments',
            clearance !== null && value.compartments.every((id) => held.includes(id)),
            value.compartments,
            held.filter((id) => value.compartments.includes(id)),
          ),
          decides(
            'release',
            clearance !== null &&
              (value.releasableTo === null || (group !== null && value.releasableTo.includes(group))),
            value.releasableTo ?? ['everybody'],
            group === null ? [] : [group],
          ),
        );
        const ceiling = place.ceilingLabelId === null ? null : (set.values.get(place.ceilingLabelId) ?? null);
        const isBelow = isWithinCeiling(value, ceiling);
        rules.push({
          rule: 'ceiling',
          isMet: isBelow,
          decides: false,
          wanted: place.ceilingLabelId === null ? ['none'] : [place.ceilingLabelId],
          held: [document.labelId],
        });
      }
      const isAllowed = rules.length > 1 && rules.every((rule) => rule.isMet || !rule.decides);
      await audit.record(tx as Tx, {
        actor,
        action: 'access.explained',
        outcome: 'success',
        ...(document ? { spaceId: document.spaceId, labelId: document.labelId } : {}),
        objects: [
          { kind: 'person', id: personId },
          { kind: 'document', id: documentId },
        ],
        details: { allowed: isAllowed },
      });
      const label = document ? viewIn(set, document.labelId) : null;
      return { personId, documentId, isAllowed, label, spaceId: document?.spaceId ?? null, rules };
    });
  };
}

function decides(
  rule: ExplainedRule['rule'],
  isMet: boolean,
  wanted: readonly string[],
  held: readonly string[],
): ExplainedRule {
  return { rule, isMet, decides: true, wanted, held };
}

/** Positions without gaps, as labels are compared; rows may carry other numbers in the same order. */
function rankIn(levels: readonly { rank: number }[], rank: number): number {
  return levels.findLastIndex((level) => level.rank <= rank);
}
