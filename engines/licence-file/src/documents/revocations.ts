import { z } from 'zod';
import { documentHead, Instant, KeyId, Sequence } from './parts.ts';

const at = { since: Instant };

/** Everything that is revoked or suspended, whole each time; the highest number holds. */
export const RevocationsDocument = z.strictObject({
  ...documentHead,
  seq: Sequence,
  licences: z.array(z.strictObject({ licenceId: z.uuid(), state: z.enum(['revoked', 'suspended']), ...at })).max(1_000),
  activations: z.array(z.strictObject({ activationId: z.uuid(), ...at })).max(1_000),
  keys: z.array(z.strictObject({ kid: KeyId, ...at })).max(100),
});

export type RevocationsDocument = z.infer<typeof RevocationsDocument>;
