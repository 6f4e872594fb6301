/**
 * Who acts. Every transaction carries one; row-level security looks everything else up from its id.
 * `system` is a job of the server itself, named so that the audit log can say which.
 */
export type Actor =
  | { kind: 'person'; personId: string; sessionId: string }
  | { kind: 'system'; job: string }
  | { kind: 'anonymous' };

export type PersonActor = Extract<Actor, { kind: 'person' }>;

export const anonymous: Actor = { kind: 'anonymous' };

export function systemActor(job: string): Actor {
  return { kind: 'system', job };
}
