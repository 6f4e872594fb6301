/** The closed catalogue: everything that the log can say, by noun. An action that is not here stops the start. */
const catalogue = {
  access: ['denied'],
  audit: ['read', 'exported', 'verified'],
  citation: ['opened'],
  conversation: ['created', 'read', 'listed', 'renamed', 'deleted'],
  document: [
    'uploaded',
    'version_added',
    'ingested',
    'ingest_failed',
    'listed',
    'read',
    'downloaded',
    'updated',
    'moved',
    'reprocessed',
    'deleted',
  ],
  feedback: ['given'],
  index: ['rebuilt'],
  job: ['started', 'cancelled', 'retried'],
  key: ['created', 'rotated', 'erased'],
  person: [
    'invited',
    'created',
    'updated',
    'suspended',
    'reinstated',
    'deleted',
    'password_changed',
    'password_reset',
    'role_granted',
    'role_revoked',
    'listed',
  ],
  question: ['asked'],
  search: ['performed'],
  session: ['signed_in', 'signed_out', 'revoked', 'denied'],
  setup: ['completed'],
  source: ['added', 'updated', 'removed'],
  space: ['created', 'updated', 'deleted', 'member_added', 'member_removed', 'member_role_changed'],
  system: ['started', 'stopped', 'settings_changed'],
} as const;

type Catalogue = typeof catalogue;

/** `noun.verb`, the verb in the past. */
export type AuditAction = { [Noun in keyof Catalogue]: `${Noun}.${Catalogue[Noun][number]}` }[keyof Catalogue];

export const auditActions: readonly AuditAction[] = Object.entries(catalogue).flatMap(([noun, verbs]) =>
  verbs.map((verb) => `${noun}.${verb}` as AuditAction),
);

const known: ReadonlySet<string> = new Set(auditActions);

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
