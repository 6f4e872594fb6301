export type LevelRow = { id: string; rank: number; code: string | null; names: Buffer | null; colour: string };
/** A compartment or a group. */
export type PartRow = { id: string; names: Buffer; createdAt: Date };
export type RuleRow = { id: string; compartments: string[]; minimumLevelId: string };
export type LabelRow = {
  id: string;
  levelId: string;
  compartments: string[];
  releasableTo: string[] | null;
  createdAt: Date;
};
export type LabelSetRow = {
  onlyRow: boolean;
  code: string;
  baselineLevelId: string;
  revision: bigint;
  version: number;
  changedAt: Date;
};
export type ClearanceRow = {
  personId: string;
  levelId: string | null;
  compartments: string[];
  groupId: string | null;
  grantedBy: string | null;
  grantedAt: Date;
  version: number;
};
export type ClearanceHistoryRow = Omit<ClearanceRow, 'version'> & { id: string; recordedAt: Date };

export type LabelsTables = {
  labelLevels: LevelRow;
  labelCompartments: PartRow;
  labelGroups: PartRow;
  labelRules: RuleRow;
  labels: LabelRow;
  labelSet: LabelSetRow;
  clearances: ClearanceRow;
  clearanceHistory: ClearanceHistoryRow;
};
