import { Timestamp } from '@nexus/http';
import { z } from 'zod';

const hours = z.number().int().min(1).max(8760);
const days = z.number().int().min(1).max(3650);

export const TargetSettings = z.object({
  continuous: z.boolean().describe('Takes the log as it is written: any second can be restored'),
  lossSeconds: z.number().int().min(5).max(3600).describe('How much may be lost with the server'),
  everyHours: hours.describe('A whole backup at least so often'),
  keepDays: days.describe('How long each is kept at least; cannot be shortened for those that exist'),
  alarmDays: z.number().int().min(1).max(365).describe('Alarm when there was no good backup for so long'),
  drillDays: z.number().int().min(0).max(365).describe('A restore drill so often; 0: none'),
});

export const AddTargetBody = z.object({
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('folder'), path: z.string().min(1).max(1000).startsWith('/') }),
    z.object({
      kind: z.literal('s3'),
      endpoint: z.url({ protocol: /^https?$/ }).max(500),
      bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
      prefix: z
        .string()
        .max(200)
        .regex(/^([a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*)?$/)
        .default(''),
      region: z.string().min(1).max(60).default('us-east-1'),
      keyId: z.string().min(1).max(200),
      secret: z.string().min(1).max(200),
    }),
  ]),
  settings: TargetSettings.partial().default({}),
});

export const ChangeTargetBody = TargetSettings.partial();
export const TargetParams = z.object({ targetId: z.uuid() });
export const RunParams = z.object({ runId: z.uuid() });
export const PruningParams = z.object({ pruningId: z.uuid() });
export const RunBody = z.object({ kind: z.enum(['generation', 'verification', 'drill']).default('generation') });

export const RunView = z.object({
  id: z.uuid(),
  targetId: z.uuid(),
  kind: z.enum(['generation', 'verification', 'drill', 'pruning']),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  stage: z.string().nullable(),
  bytesDone: z.number().int(),
  bytesTotal: z.number().int().nullable(),
  requestedAt: Timestamp,
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  problem: z.string().nullable(),
  drill: z
    .object({
      until: Timestamp,
      restoreSeconds: z.number(),
      answeringSeconds: z.number(),
      rows: z.number().int(),
      indexes: z.number().int(),
      blobs: z.number().int(),
      missingBlobs: z.number().int(),
      auditEntries: z.number().int(),
      auditFaults: z.number().int(),
      asked: z.number().int(),
      right: z.number().int(),
    })
    .nullable(),
  found: z
    .array(z.object({ key: z.string(), fault: z.string() }))
    .describe('Of a verification: what is wrong, the first twenty'),
});

export const GenerationView = z.object({
  id: z.uuid(),
  takenAt: Timestamp,
  consistentAt: Timestamp,
  keepUntil: Timestamp,
  databaseBytes: z.number().int(),
  blobs: z.number().int(),
  blobBytes: z.number().int(),
  writtenBytes: z.number().int().describe('What this backup added; the rest was there'),
  verifiedAt: Timestamp.nullable(),
  isWhole: z.boolean().nullable(),
});

export const AlarmView = z.object({
  level: z.enum(['notice', 'alarm']),
  code: z.enum([
    'no_backup',
    'backup_old',
    'log_behind',
    'log_lost',
    'place_problem',
    'verification_failed',
    'drill_failed',
    'run_failed',
    'same_device',
    'overwrites',
    'any_secret',
    'can_be_deleted',
  ]),
  detail: z.string().nullable(),
  since: Timestamp.nullable(),
});

export const PruningView = z.object({
  id: z.uuid(),
  state: z.enum(['asked', 'confirmed', 'done', 'cancelled']),
  generations: z.number().int(),
  askedAt: Timestamp,
  notBefore: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
});

export const TargetView = TargetSettings.extend({
  id: z.uuid(),
  kind: z.enum(['folder', 's3']),
  name: z.string(),
  guarantees: z
    .object({
      writeOnce: z.boolean(),
      objectLock: z.boolean(),
      otherDevice: z.boolean().nullable(),
      checksSecret: z.boolean().nullable(),
    })
    .nullable(),
  alarms: z.array(AlarmView),
  generations: z.array(GenerationView),
  openRuns: z.array(RunView),
  lastRuns: z.array(RunView),
  pruning: PruningView.nullable(),
  expired: z.number().int().describe('Backups that are past their time'),
  shippedUntil: Timestamp.nullable().describe('Every second up to here can be restored'),
  behindBytes: z.number().int().nullable(),
  nextAt: Timestamp,
});

export const BackupsView = z.object({
  isOn: z.boolean(),
  targets: z.array(TargetView),
});

export const QuestionBody = z.object({ text: z.string().trim().min(3).max(1000), documentId: z.uuid() });
export const QuestionParams = z.object({ questionId: z.uuid() });
export const QuestionView = z.object({
  id: z.uuid(),
  text: z.string(),
  documentId: z.uuid(),
  createdAt: Timestamp,
});
