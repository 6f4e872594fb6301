import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';
import type { ControlsAction } from './controls.actions.ts';
import type { Facts, FoundState } from './controls.tables.ts';

export type Finding = { state: FoundState; facts: Facts };

/** One safeguard and how to look whether it holds. `id` is `area.name`, such as `database.row_level_security`. */
export type ControlCheck = { id: string; run(signal: AbortSignal): Promise<Finding> };

export type AuditPort = {
  record(
    tx: Tx,
    entry: { actor: PersonActor; action: ControlsAction; outcome: 'success'; details?: Record<string, number> },
  ): Promise<void>;
  recordNow(entry: {
    actor: Actor;
    action: ControlsAction;
    outcome: 'success' | 'failed';
    reason?: string;
    details?: Record<string, number>;
  }): Promise<void>;
};
