import type { SealedFields, SessionSource } from './sealed-fields.ts';

export type Binding = { client: Buffer; network: Buffer; certificate: Buffer | null };

/** What a session is held to, as keyed hashes: the database alone tells nobody where people sit. */
export function bindingOf(fields: SealedFields, source: SessionSource): Binding {
  return {
    client: fields.bindingHash('client', clientFamily(source.userAgent)),
    network: fields.bindingHash('network', source.network),
    certificate: source.certificate ? fields.bindingHash('certificate', source.certificate) : null,
  };
}

// In this order: browsers name their relatives, and the last of the list is named by nearly all.
const browsers = ['Edg', 'OPR', 'SamsungBrowser', 'Firefox', 'FxiOS', 'CriOS', 'Chrome', 'Safari'];
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'CrOS', 'Linux'];

/**
 * Which program on which system, without versions: a browser that updates itself overnight is the same one, Chrome on Windows that becomes
 * Firefox on Linux is not. Programs are told by their first word (`curl`, `node`).
 */
export function clientFamily(userAgent: string): string {
  const browser = browsers.find((name) => userAgent.includes(`${name}/`)) ?? /^[^\s/(]*/.exec(userAgent)![0];
  const system = systems.find((name) => userAgent.includes(name)) ?? '';
  return `${browser} ${system}`.trim();
}
