import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { MachineMarks } from '@nexus/licence-file';
import type { LicenceAction } from './licence.actions.ts';

export type LicenceSealer = Pick<Sealer, 'sealText' | 'openText'>;

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: LicenceAction;
      outcome: 'success';
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, string | number | boolean>;
    },
  ): Promise<void>;
};

/** The machine that the server runs on. */
export type MachinePort = {
  name(): string;
  marks(): Promise<MachineMarks>;
  /** Names the history that the database stands in: another one after a restore. */
  timeline(tx: Tx): Promise<string>;
};

/** The program that runs. */
export type ProgramPort = {
  /** Name of the product in licences. */
  product: string;
  version: string;
  /** When this version came out; null for sources. */
  releasedAt: Date | null;
};
