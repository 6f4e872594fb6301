import { type SiemEntry, type SiemSource, sourceAddressOf } from './siem-entry.ts';

const schemaVersion = '1.3.0';
const authentication = {
  category_uid: 3,
  category_name: 'Identity & Access Management',
  class_uid: 3002,
  class_name: 'Authentication',
};
const accountChange = {
  category_uid: 3,
  category_name: 'Identity & Access Management',
  class_uid: 3001,
  class_name: 'Account Change',
};
const apiActivity = {
  category_uid: 6,
  category_name: 'Application Activity',
  class_uid: 6003,
  class_name: 'API Activity',
};

const accountNouns = new Set(['person', 'password', 'passkey', 'second_factor', 'role', 'token']);
const severities = {
  success: { severity_id: 1, severity: 'Informational' },
  denied: { severity_id: 3, severity: 'Medium' },
  failed: { severity_id: 3, severity: 'Medium' },
} as const;

/** One line of JSON in the Open Cybersecurity Schema Framework. JSON escapes what could end the line. */
export function entryAsOcsf(entry: SiemEntry, { host, version, origin }: SiemSource): string {
  const { sequence, id, time, action, outcome, actor, spaceId, labelId, objects, reason, details } = entry;
  const [noun = '', verb = ''] = action.split('.');
  const kind = noun === 'session' ? authentication : accountNouns.has(noun) ? accountChange : apiActivity;
  const activity = activityOf(kind.class_uid, verb);
  const user = actor.personId
    ? { uid: actor.personId, type_id: 1 }
    : { name: actor.job ?? actor.kind, type_id: actor.job ? 3 : 0 };
  const address = sourceAddressOf(entry);
  return JSON.stringify({
    ...kind,
    activity_id: activity,
    activity_name: action,
    type_uid: kind.class_uid * 100 + activity,
    ...severities[outcome],
    time: Date.parse(time),
    status_id: outcome === 'success' ? 1 : 2,
    status: outcome === 'success' ? 'Success' : 'Failure',
    status_code: outcome,
    ...(reason === undefined ? {} : { status_detail: reason }),
    metadata: {
      version: schemaVersion,
      uid: id,
      sequence,
      log_name: origin,
      product: { name: 'Nexus', vendor_name: 'Nexus', version },
    },
    actor: { user, ...(actor.sessionId ? { session: { uid: actor.sessionId } } : {}) },
    user,
    api: { operation: action, service: { name: 'nexus' } },
    src_endpoint: address ? { ip: address } : { name: 'unknown' },
    device: { hostname: host, type_id: 1 },
    resources: objects.map((object) => ({ type: object.kind, uid: object.id })),
    unmapped: { ...(spaceId ? { spaceId } : {}), ...(labelId ? { labelId } : {}), ...(details ? { details } : {}) },
  });
}

/** 99 is "other" in every class; its name is then the action. */
function activityOf(classUid: number, verb: string): number {
  if (classUid === 3002) return { signed_in: 1, denied: 1, signed_out: 2, revoked: 2 }[verb] ?? 99;
  if (classUid === 3001)
    return { created: 1, joined: 1, reactivated: 2, changed: 3, reset: 4, suspended: 5, deleted: 6 }[verb] ?? 99;
  if (/^(created|uploaded|added|asked|given)$/.test(verb)) return 1;
  if (/^(read|listed|opened|downloaded|viewed|original_viewed|performed|exported)$/.test(verb)) return 2;
  if (/^(updated|renamed|moved|changed)$/.test(verb)) return 3;
  return /^(deleted|removed|erased)$/.test(verb) ? 4 : 99;
}
