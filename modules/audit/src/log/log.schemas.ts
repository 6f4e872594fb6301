import { Timestamp } from '@nexus/http';
import { z } from 'zod';

export const CheckpointView = z.object({
  size: z.int().describe('Entries that it covers'),
  root: z.string().describe('Root hash of the tree, base64'),
  signedAt: Timestamp,
  note: z.string().describe('The signed note (C2SP tlog-checkpoint), as it is given out'),
});

export const DeliveryView = z.object({
  name: z.string().describe('Place as it was configured'),
  position: z.int().describe('Everything below is there'),
  deliveredAt: Timestamp.nullable(),
  failingSince: Timestamp.nullable().describe('Since when it does not take what is sent'),
  fault: z.string().nullable(),
});

export const BreakView = z.object({
  kind: z.enum(['rolled_back', 'forked', 'replaced', 'entries_changed']),
  seenBy: z.string(),
  size: z.int(),
  root: z.string(),
  ourSize: z.int(),
  agreesUpTo: z.int(),
  foundAt: Timestamp,
});

export const LogStateView = z.object({
  identity: z
    .object({
      origin: z.string(),
      publicKey: z.string().describe('name+id+key, as tools of transparency logs take it'),
      pem: z.string().describe('The same key for OpenSSL'),
    })
    .nullable(),
  size: z.int().describe('Entries in the tree'),
  firstEntry: z.int().describe('Entries before this place were retired; their hashes remain'),
  checkpoint: CheckpointView.nullable(),
  places: z.array(DeliveryView).describe('Second places of checkpoints'),
  destinations: z.array(DeliveryView).describe('Where entries are delivered to (SIEM)'),
  verification: z.object({
    last: z
      .object({
        at: Timestamp,
        size: z.int(),
        faults: z.int(),
        firstFault: z.record(z.string(), z.unknown()).nullable(),
      })
      .nullable(),
    progress: z.object({ done: z.int(), size: z.int() }).nullable(),
  }),
  broken: BreakView.nullable().describe('Set while the log does not agree with its checkpoints'),
});

export const CheckpointsQuery = z.object({
  before: z.coerce.number().int().min(0).optional().describe('Only smaller ones'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CheckpointsView = z.object({ items: z.array(CheckpointView) });

export const SequenceParams = z.object({ sequence: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) });

export const ConsistencyQuery = z.object({
  from: z.coerce.number().int().min(1).describe('Size of the older checkpoint'),
  to: z.coerce.number().int().min(1).describe('Size of the newer one'),
});
export const ConsistencyView = z.object({
  older: CheckpointView,
  newer: CheckpointView,
  proof: z.array(z.string()).describe('Hashes of RFC 6962 section 2.1.2, base64'),
});

export const RotationView = z.object({ publicKey: z.string().nullable().describe('Null when one is under way') });
export const AcceptBreak = z.object({
  reason: z.enum(['backup_restored', 'second_place_exchanged', 'investigated']).describe('Goes into the log'),
});
export const AcceptedView = z.object({ accepted: BreakView.nullable() });
