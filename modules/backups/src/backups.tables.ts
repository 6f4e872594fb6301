export type TargetKind = 'folder' | 's3';
export type RunKind = 'generation' | 'verification' | 'drill' | 'pruning';
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export type PruningState = 'asked' | 'confirmed' | 'done' | 'cancelled';

export type BackupTargetRow = {
  id: string;
  kind: TargetKind;
  config: Buffer;
  storeId: string | null;
  storeKey: Buffer | null;
  continuous: boolean;
  lossSeconds: number;
  everyHours: number;
  keepDays: number;
  alarmDays: number;
  drillDays: number;
  state: 'active' | 'removed';
  guarantees: unknown;
  problem: string | null;
  problemSince: Date | null;
  shippedUntil: Date | null;
  createdBy: string;
  createdAt: Date;
  removedAt: Date | null;
};

export type BackupGenerationRow = {
  id: string;
  targetId: string;
  sequence: number;
  hash: Buffer;
  takenAt: Date;
  consistentAt: Date;
  keepUntil: Date;
  databaseBytes: bigint;
  blobs: number;
  blobBytes: bigint;
  writtenBytes: bigint;
  state: 'kept' | 'pruned';
  verifiedAt: Date | null;
  isWhole: boolean | null;
};

export type BackupRunRow = {
  id: string;
  targetId: string;
  kind: RunKind;
  state: RunState;
  stage: string | null;
  bytesDone: bigint;
  bytesTotal: bigint | null;
  requestedBy: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  problem: string | null;
  result: unknown;
};

export type BackupPruningRow = {
  id: string;
  targetId: string;
  keepFrom: number;
  generations: number;
  state: PruningState;
  askedBy: string;
  askedAt: Date;
  confirmedBy: string | null;
  notBefore: Date | null;
  finishedAt: Date | null;
};

export type DrillQuestionRow = {
  id: string;
  question: Buffer;
  documentId: string;
  createdBy: string;
  createdAt: Date;
};

export type BackupsTables = {
  backupTargets: BackupTargetRow;
  backupGenerations: BackupGenerationRow;
  backupRuns: BackupRunRow;
  backupPrunings: BackupPruningRow;
  drillQuestions: DrillQuestionRow;
  backupLeader: { isOnly: boolean; holder: string | null; until: Date };
};
