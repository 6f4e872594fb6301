export type Outcome = 'open' | 'won' | 'lost';

export type PipelineRow = {
  id: string;
  code: string;
  position: number;
  nameEs: string;
  nameEn: string;
  isActive: boolean;
};

export type StageRow = {
  id: string;
  pipelineId: string;
  code: string;
  position: number;
  nameEs: string;
  nameEn: string;
  probability: number;
  outcome: Outcome;
};

/** What lists and boards show; read in one piece. */
export type OpportunityRow = {
  id: string;
  pipelineId: string;
  stageId: string;
  outcome: Outcome;
  name: string;
  customerId: string | null;
  customerName: string;
  valueMinor: bigint;
  currency: string;
  probability: number;
  productLine: string | null;
  /** Null when nobody expects a day yet. */
  expectedClose: string | null;
  ownerId: string | null;
  partnerId: string | null;
  dealId: string | null;
  source: string;
  lostReason: string | null;
  stageSince: Date;
  closedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

export type StageChangeRow = {
  fromStageId: string | null;
  toStageId: string;
  changedAt: Date;
  changedBy: string | null;
};
