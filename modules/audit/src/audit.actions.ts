import { hubCatalogue } from './hub.actions.ts';

/** The closed catalogue: everything that the log can say, by noun. An action that is neither here nor in `hub.actions.ts` stops the start. */
const catalogue = {
  access: ['explained'],
  activation: ['accepted', 'ended', 'released'],
  audit: [
    'read',
    'exported',
    'verified',
    'proved',
    'retirement_asked',
    'retired',
    'break_accepted',
    'key_rotation_asked',
  ],
  audit_key: ['created', 'rotated'],
  backup: [
    'target_added',
    'target_changed',
    'target_removed',
    'requested',
    'cancelled',
    'taken',
    'failed',
    'verified',
    'pruning_asked',
    'pruning_confirmed',
    'pruning_cancelled',
    'pruned',
    'drill_done',
    'drill_failed',
    'drill_question_added',
    'drill_question_removed',
  ],
  citation: ['opened'],
  clearance: ['listed', 'granted'],
  conversation: ['created', 'read', 'listed', 'renamed', 'pinned', 'unpinned', 'deleted'],
  consumption: ['settled'],
  control: ['listed', 'checked', 'failed'],
  document: [
    'uploaded',
    'version_added',
    'place_added',
    'place_removed',
    'ingested',
    'ingest_failed',
    'ingest_cancelled',
    'ingest_retried',
    'listed',
    'read',
    'downloaded',
    'original_viewed',
    'updated',
    'moved',
    'deleted',
    'relabelled',
    'suggestion_dismissed',
  ],
  erasure: ['requested', 'approved', 'cancelled'],
  evaluation_key: ['destroyed'],
  feedback: ['given'],
  identity: ['linked', 'unlinked'],
  index: ['rebuilt'],
  installation: ['set_up', 'mode_set'],
  job: ['cancelled', 'retried'],
  key: ['created', 'rotation_requested', 'rotated', 'erased'],
  label_set: ['read', 'changed', 'chosen'],
  legal_hold: ['set', 'lifted'],
  licence: [
    'installed',
    'revocations_installed',
    'activation_asked',
    'activated',
    'deactivated',
    'state_changed',
    'issued',
    'reissued',
    'suspended',
    'resumed',
    'revoked',
    'expired',
  ],
  licence_key: ['created', 'activated', 'revoked'],
  licence_policy: ['created'],
  licence_root: ['added'],
  outbound: ['refused'],
  passkey: ['added', 'renamed', 'removed'],
  password: ['changed', 'reset', 'reset_issued', 'reset_approved', 'reset_voided', 'rule_changed'],
  person: ['invited', 'joined', 'created', 'updated', 'suspended', 'reactivated', 'deleted', 'listed'],
  question: ['asked', 'exported'],
  reclassification: ['listed', 'requested', 'approved', 'rejected', 'withdrawn'],
  refund_decision: ['asked', 'decided'],
  request: ['denied'],
  revocation_list: ['issued'],
  role: ['granted', 'revoked'],
  saved_search: ['created', 'listed', 'changed', 'deleted'],
  search: ['performed'],
  second_factor: ['enabled', 'disabled', 'reset', 'codes_renewed', 'code_used'],
  space: ['created', 'updated', 'deleted', 'listed', 'erased', 'member_added', 'member_removed', 'member_role_changed'],
  system: ['started', 'stopped', 'settings_changed', 'sealed', 'unsealed', 'unseal_refused'],
  session: ['signed_in', 'signed_out', 'revoked', 'denied', 'moved', 'limits_changed'],
  sign_in_source: ['created', 'changed', 'deleted', 'tested', 'synchronized'],
  token: ['created', 'revoked'],
  unseal_method: ['added', 'removed'],
  usage_report: ['written', 'downloaded', 'accepted', 'refused'],
  watched_folder: ['added', 'removed'],
} as const;

type Catalogue = typeof catalogue & typeof hubCatalogue;

/** `noun.verb`, the verb in the past. */
export type AuditAction = { [Noun in keyof Catalogue]: `${Noun}.${Catalogue[Noun][number]}` }[keyof Catalogue];

/** What a vault's log can say; most of it a hub's, too. */
export const auditActions: readonly AuditAction[] = actionsOf(catalogue);

/** What only a hub's log says. */
export const hubAuditActions: readonly AuditAction[] = actionsOf(hubCatalogue);

const known: ReadonlySet<string> = new Set([...auditActions, ...hubAuditActions]);

function actionsOf(nouns: Readonly<Record<string, readonly string[]>>): AuditAction[] {
  return Object.entries(nouns).flatMap(([noun, verbs]) => verbs.map((verb) => `${noun}.${verb}` as AuditAction));
}

export function isAuditAction(action: string): action is AuditAction {
  return known.has(action);
}

/**
 * For the start of the server: each module names the actions that it records.
 * @throws Error that names every action which the catalogue does not have, and the module that wants it
 */
export function assertActionsKnown(registered: Readonly<Record<string, readonly string[]>>): void {
  const unknown = Object.entries(registered).flatMap(([module, actions]) =>
    actions.filter((action) => !isAuditAction(action)).map((action) => `${action} (${module})`),
  );
  if (unknown.length > 0) throw new Error(`not in the audit catalogue: ${unknown.join(', ')}`);
}
