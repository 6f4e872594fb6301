import type { Tx } from '@nexus/db';
import type { FlowParts } from './flow.parts.ts';

/** Ids, as the outbox carries them. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** One step, in a transaction of its own; it may be repeated with the same outcome. */
export type Step = (tx: Tx, parts: FlowParts, payload: Payload) => Promise<void>;
