import type { z } from 'zod';
import type { ClearanceEvent, PersonClearance } from './clearances.service.ts';
import type { ExplainedAccess } from './explain-access.ts';
import type { LabelSet, Level, Part, Rule } from './label-directory.ts';
import { shippedSets } from './label-sets.ts';
import type { LabelView } from './label-text.ts';
import type {
  ClearanceEventView,
  ClearanceView,
  ExplainView,
  LabelSetView,
  LabelViewSchema,
  LevelView,
  PartView,
  RuleView,
  UsableLabelsView,
} from './labels.schemas.ts';
import type { UsableLabels } from './labels.service.ts';

export function viewLabel({ id, text, textEn, portionMark, rank, colour }: LabelView): z.infer<typeof LabelViewSchema> {
  return { id, text, textEn, portionMark, rank, colour };
}

function viewLevel({ id, rank, text, mark, colour }: Level): z.infer<typeof LevelView> {
  return { id, rank, text: { es: text.es, en: text.en }, mark, colour };
}

function viewPart({ id, text, mark }: Part): z.infer<typeof PartView> {
  return { id, text: { es: text.es, en: text.en }, mark };
}

function viewRule({ id, compartments, minimumLevelId }: Rule): z.infer<typeof RuleView> {
  return { id, compartmentIds: [...compartments], minimumLevelId };
}

export function viewUsable(
  usable: UsableLabels,
  levelIdOf: (rank: number) => string,
): z.infer<typeof UsableLabelsView> {
  const { clearance } = usable;
  return {
    set: { code: usable.set.code, version: usable.set.version },
    clearance: clearance && {
      levelId: levelIdOf(clearance.level),
      compartmentIds: [...clearance.compartments],
      groupId: clearance.group,
    },
    levels: usable.levels.map(viewLevel),
    compartments: usable.compartments.map(viewPart),
    groups: usable.groups.map(viewPart),
    rules: usable.rules.map(viewRule),
    labels: usable.labels.map(({ value, ...label }) => ({
      ...viewLabel(label),
      levelId: levelIdOf(value.level),
      compartmentIds: [...value.compartments],
      groupIds: value.releasableTo && [...value.releasableTo],
    })),
  };
}

export function viewSet(set: LabelSet): z.infer<typeof LabelSetView> {
  return {
    code: set.code,
    version: set.version,
    baselineLevelId: set.baselineLevelId,
    levels: set.levels.map(viewLevel),
    compartments: set.compartments.map(viewPart),
    groups: set.groups.map(viewPart),
    rules: set.rules.map(viewRule),
    labels: [...set.views.values()]
      .sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text, 'es'))
      .map(viewLabel),
    shipped: shippedSets.map(({ code, name, levels }) => {
      return { code, name, levels: levels.map(({ text }) => ({ es: text.es, en: text.en })) };
    }),
  };
}

export function viewClearance(clearance: PersonClearance): z.infer<typeof ClearanceView> {
  return {
    personId: clearance.personId,
    name: clearance.name,
    email: clearance.email,
    isOwn: clearance.isOwn,
    levelId: clearance.levelId,
    compartmentIds: [...clearance.compartmentIds],
    groupId: clearance.groupId,
    grantedBy: clearance.grantedBy,
    grantedAt: clearance.grantedAt?.toISOString() ?? null,
    isSelfGranted: clearance.isSelfGranted,
    version: clearance.version,
  };
}

export function viewEvent(event: ClearanceEvent): z.infer<typeof ClearanceEventView> {
  return {
    levelId: event.levelId,
    compartmentIds: [...event.compartmentIds],
    groupId: event.groupId,
    grantedBy: event.grantedBy,
    grantedByName: event.grantedByName,
    at: event.at.toISOString(),
  };
}

export function viewExplained(explained: ExplainedAccess): z.infer<typeof ExplainView> {
  return {
    personId: explained.personId,
    documentId: explained.documentId,
    isAllowed: explained.isAllowed,
    label: explained.label && viewLabel(explained.label),
    spaceId: explained.spaceId,
    rules: explained.rules.map(({ rule, isMet, decides, wanted, held }) => {
      return { rule, isMet, decides, wanted: [...wanted], held: [...held] };
    }),
  };
}
