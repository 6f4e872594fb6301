import type { SiemEntry, SiemSource } from './siem-entry.ts';

/** Facility 13: log audit. */
const facility = 13;
const severities = { success: 6, denied: 4, failed: 3 } as const;
/** The number that RFC 5612 reserves for whoever has none of their own. */
const structureId = 'nexus@32473';

export type SyslogMessage = {
  severity: number;
  time: string;
  messageId: string;
  fields: [string, string][];
  text: string;
};

/**
 * One message of RFC 5424, without framing. Values are escaped as section 6.3.3 says and freed of control signs, so that none can end the message
 * or begin another.
 */
export function formatSyslog({ severity, time, messageId, fields, text }: SyslogMessage, { host }: SiemSource): string {
  const header = `<${facility * 8 + severity}>1 ${time} ${token(host, 255)} nexus - ${token(messageId, 32)}`;
  const parameters = fields.map(([name, value]) => ` ${name}="${parameter(value)}"`).join('');
  return `${header} [${structureId}${parameters}]${text === '' ? '' : ` ${oneLine(text)}`}`;
}

export function entryAsSyslog(entry: SiemEntry, source: SiemSource, text: string = entry.text): string {
  const { sequence, id, action, outcome, actor, spaceId, labelId, objects, reason, time } = entry;
  const fields: [string, string | undefined][] = [
    ['log', source.origin],
    ['sequence', String(sequence)],
    ['id', id],
    ['action', action],
    ['outcome', outcome],
    ['actor', actor.kind],
    ['person', actor.personId],
    ['session', actor.sessionId],
    ['job', actor.job],
    ['space', spaceId],
    ['label', labelId],
    ['object', objects[0] && `${objects[0].kind}:${objects[0].id}`],
    ['objects', objects.length > 1 ? String(objects.length) : undefined],
    ['reason', reason],
  ];
  const known = fields.filter((field): field is [string, string] => field[1] !== undefined);
  return formatSyslog({ severity: severities[outcome], time, messageId: action, fields: known, text }, source);
}

/** PRINTUSASCII, or the nil value. */
function token(value: string, most: number): string {
  return value.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-';
}

function parameter(value: string): string {
  return oneLine(value).replaceAll(/["\\\]]/g, (sign) => `\\${sign}`);
}

/** Control signs, and the separators that some receivers take for the end of a line. */
export function oneLine(value: string): string {
  return value.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
