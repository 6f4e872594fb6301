export type AssetKind = 'course' | 'script' | 'method';
export type GoalMetric = 'sales' | 'sales_net' | 'recruits' | 'team_sales';

export type AssetRow = {
  id: string;
  code: string;
  kind: AssetKind;
  titleEs: string;
  titleEn: string;
  descriptionEs: string;
  descriptionEn: string;
  priceMinor: bigint;
  currency: string;
  state: 'active' | 'retired';
  createdBy: string | null;
  createdAt: Date;
};

/** Ranges of days are read and written by the repositories alone. */
export type HoldingRow = {
  id: string;
  assetId: string;
  holderId: string;
  sharePpm: number;
  valid: string;
  isPerpetual: boolean;
  createdBy: string | null;
  createdAt: Date;
};

export type RateRow = {
  id: string;
  qualification: string;
  hourMinor: bigint;
  currency: string;
  valid: string;
  createdBy: string | null;
  createdAt: Date;
};

export type WorkRow = {
  id: string;
  organisationId: string;
  personId: string;
  qualification: string;
  workedOn: string;
  minutes: number;
  currency: string;
  description: string;
  state: 'asked' | 'approved' | 'refused';
  askedBy: string;
  askedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  amountMinor: bigint | null;
};

export type GoalRow = {
  id: string;
  titleEs: string;
  titleEn: string;
  metric: GoalMetric;
  threshold: bigint;
  creditMinor: bigint;
  currency: string;
  state: 'active' | 'retired';
  createdBy: string | null;
  createdAt: Date;
};

export type MeritRow = {
  goalId: string;
  organisationId: string;
  month: string;
  reached: bigint;
  creditMinor: bigint;
  currency: string;
  awardedAt: Date;
};

export type PurchaseRow = {
  id: string;
  organisationId: string;
  externalId: string;
  amountMinor: bigint;
  currency: string;
  boughtAt: Date;
  recordedBy: string | null;
};

export type AccessRow = {
  id: string;
  assetId: string;
  organisationId: string;
  personId: string;
  priceMinor: bigint;
  currency: string;
  boughtAt: Date;
};

export type KnowledgeTables = {
  knowledgeAssets: AssetRow;
  knowledgeHoldings: HoldingRow;
  knowledgeRates: RateRow;
  knowledgeWork: WorkRow;
  knowledgeGoals: GoalRow;
  knowledgeMerits: MeritRow;
  knowledgePurchases: PurchaseRow;
  knowledgeAccesses: AccessRow;
};
