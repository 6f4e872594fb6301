/** Actions that this module records. */
export const keysActions = [
  'key.rotation_requested',
  'key.rotated',
  'key.erased',
  'unseal_method.added',
  'unseal_method.removed',
  'evaluation_key.destroyed',
  'erasure.requested',
  'erasure.approved',
  'erasure.cancelled',
  'legal_hold.set',
  'legal_hold.lifted',
  'space.erased',
  'system.sealed',
  'system.unsealed',
  'system.unseal_refused',
] as const;

export type KeysAction = (typeof keysActions)[number];
