import { oneLine } from './rfc5424.ts';
import { type SiemEntry, type SiemSource, sourceAddressOf } from './siem-entry.ts';

const severities = { success: 3, denied: 6, failed: 7 } as const;

/** Common Event Format, version 0: header fields escape pipe and backslash, extension values equals sign and backslash. */
export function entryAsCef(entry: SiemEntry, { host, version, origin }: SiemSource): string {
  const { sequence, id, action, outcome, actor, spaceId, labelId, objects, reason, time } = entry;
  const header = ['CEF:0', 'Nexus', 'Vault', version, action, action.replaceAll(/[._]/g, ' '), severities[outcome]];
  const extension: [string, string | number | undefined | null][] = [
    ['rt', Date.parse(time)],
    ['dvchost', host],
    ['externalId', id],
    ['act', action],
    ['outcome', outcome],
    ['reason', reason],
    ['suid', actor.personId],
    ['sproc', actor.job],
    ['src', sourceAddressOf(entry)],
    ['cn1Label', 'logSequence'],
    ['cn1', sequence],
    ['cs1Label', 'log'],
    ['cs1', origin],
    ['cs2Label', actor.sessionId && 'session'],
    ['cs2', actor.sessionId],
    ['cs3Label', spaceId && 'space'],
    ['cs3', spaceId],
    ['cs4Label', labelId && 'label'],
    ['cs4', labelId],
    ['cs5Label', objects.length > 0 ? 'objects' : undefined],
    [
      'cs5',
      objects.length > 0
        ? objects
            .slice(0, 20)
            .map(({ kind, id: of }) => `${kind}:${of}`)
            .join(' ')
        : undefined,
    ],
  ];
  const values = extension.flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${key}=${escapeValue(String(value))}`],
  );
  return `${header.map((field) => escapeHeader(String(field))).join('|')}|${values.join(' ')}`;
}

function escapeHeader(field: string): string {
  return oneLine(field).replaceAll(/[\\|]/g, (sign) => `\\${sign}`);
}

function escapeValue(value: string): string {
  return oneLine(value).replaceAll(/[\\=]/g, (sign) => `\\${sign}`);
}
