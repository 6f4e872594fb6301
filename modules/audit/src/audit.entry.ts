import type { Actor } from '@nexus/kernel';
import { type AuditAction, isAuditAction } from './audit.actions.ts';
import { AuditEntryRefusedError } from './audit.errors.ts';
import { canonicalJson, type Json } from './canonical-json.ts';

export type AuditOutcome = 'success' | 'denied' | 'failed';

/** What the action was about: a kind from the code and an id. */
export type AuditObject = { kind: string; id: string };

/**
 * Ids, counts, keyed hashes, versions and codes; never names, texts or questions. Strings are held to the form of an identifier
 * (no spaces, at most 200 characters), which keeps sentences out but cannot tell a one-word name: that is the caller's duty.
 *
 * For `question.asked` and `search.performed`: `{ questionHash, considered: passageId[], cited: passageId[], excludedByPolicy: count,
 * model, indexVersion, policyVersion }`, with `questionHash` the hex of `keyring.system().fingerprint('audit.question', text)`.
 */
export type AuditDetails = { readonly [key: string]: Json | undefined };

export type AuditEntryInput = {
  actor: Actor;
  action: AuditAction;
  outcome: AuditOutcome;
  spaceId?: string | undefined;
  labelId?: string | undefined;
  objects?: readonly AuditObject[] | undefined;
  /** A code such as `not_a_member`. */
  reason?: string | undefined;
  details?: AuditDetails | undefined;
};

/** What 16 bits of length can say, in which entries are handed over. */
export const maxEntryBytes = 65_535;
const maxObjects = 1000;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const codeForm = /^[a-z][a-z0-9_.-]{0,99}$/;
const keyForm = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const tokenForm = /^[A-Za-z0-9._:/+=#@-]{1,200}$/;

/**
 * The bytes of an entry: canonical JSON of version, id, time, actor, action, outcome, space, label, objects, reason and details. They
 * are what is staged, hashed and later signed; nothing is added to them when the entry gets its place in the log.
 * @throws AuditEntryRefusedError when something in it is not content-free, not in the catalogue, or too large
 */
export function encodeEntry(input: AuditEntryInput, id: string, time: Date): Buffer {
  const { actor, action, outcome, spaceId, labelId, objects = [], reason, details } = input;
  ensure(isAuditAction(action), 'the action is not in the catalogue');
  ensure(spaceId === undefined || uuidForm.test(spaceId), 'the space id is not a UUID');
  ensure(labelId === undefined || uuidForm.test(labelId), 'the label id is not a UUID');
  ensure(reason === undefined || codeForm.test(reason), 'the reason is not a code');
  ensure(objects.length <= maxObjects, `more than ${maxObjects} objects`);
  for (const object of objects) {
    ensure(codeForm.test(object.kind), 'the kind of an object is not a code');
    ensure(uuidForm.test(object.id), 'the id of an object is not a UUID');
  }
  if (details !== undefined) ensureContentFree(details);
  const entry = {
    v: 1,
    id,
    time: time.toISOString(),
    actor: actorClaims(actor),
    action,
    outcome,
    spaceId,
    labelId,
    objects: objects.map(({ kind, id: objectId }) => ({ kind, id: objectId })),
    reason,
    details,
  };
  const bytes = Buffer.from(canonicalJson(entry));
  ensure(bytes.length <= maxEntryBytes, `more than ${maxEntryBytes} bytes`);
  return bytes;
}

/** Field by field: an actor may carry more in memory than the log may know. */
function actorClaims(actor: Actor): Json {
  if (actor.kind === 'person') return { kind: 'person', personId: actor.personId, sessionId: actor.sessionId };
  return actor.kind === 'system' ? { kind: 'system', job: actor.job } : { kind: 'anonymous' };
}

function ensureContentFree(value: Json): void {
  if (typeof value === 'string') ensure(tokenForm.test(value), 'a text in the details is not an identifier');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) ensure(keyForm.test(key), 'a key in the details is not an identifier');
    if (member !== undefined) ensureContentFree(member);
  }
}

/** Messages name the rule and never the value: it may be the very content that must not get out. */
function ensure(isFine: boolean, fault: string): void {
  if (!isFine) throw new AuditEntryRefusedError(fault);
}
