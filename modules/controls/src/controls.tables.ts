export type FoundState = 'ok' | 'attention' | 'failed';

export type Facts = Readonly<Record<string, string | number | boolean>>;

export type FindingRow = {
  id: string;
  control: string;
  state: FoundState;
  facts: Facts;
  since: Date;
  confirmedAt: Date;
  checks: bigint;
};

export type ControlsTables = { controlFindings: FindingRow };
