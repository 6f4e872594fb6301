import { AndFilter, type Client, type Entry, EqualityFilter, FilterParser } from 'ldapts';
import type { DirectorySettings } from '../sources.settings.ts';
import { DirectoryFault } from './directory-client.ts';

export type DirectoryAccount = {
  dn: string;
  /** Hexadecimal where it is bytes (objectGUID), else lower case. */
  id: string;
  name: string | null;
  email: string | null;
  isDisabled: boolean;
};

const states = ['userAccountControl', 'accountExpires', 'nsAccountLock', 'pwdAccountLockedTime'];
const disabledFlag = 0x2;

/**
 * The account with a login, or null when there is none or more than one: which of two is meant is nobody's guess. What was typed goes into the
 * filter as a value in its own right and never as text of the filter, so there is nothing to escape.
 */
export async function findByLogin(
  client: Client,
  settings: DirectorySettings,
  login: string,
): Promise<DirectoryAccount | null> {
  return findOne(client, settings, new EqualityFilter({ attribute: settings.loginAttribute, value: login }));
}

/** The account with a stable id, wherever in the tree it has moved. */
export async function findById(
  client: Client,
  settings: DirectorySettings,
  id: string,
): Promise<DirectoryAccount | null> {
  const value = isBinary(settings) ? Buffer.from(id, 'hex') : id;
  return findOne(client, settings, new EqualityFilter({ attribute: settings.idAttribute, value }));
}

async function findOne(
  client: Client,
  settings: DirectorySettings,
  condition: EqualityFilter,
): Promise<DirectoryAccount | null> {
  const { base, idAttribute, nameAttribute, emailAttribute } = settings;
  const { searchEntries } = await client.search(base, {
    scope: 'sub',
    // Aliases and referrals lead where nobody configured anything.
    derefAliases: 'never',
    filter: new AndFilter({ filters: [parseFilter(settings.filter), condition] }),
    sizeLimit: 2,
    timeLimit: 5,
    attributes: [idAttribute, nameAttribute, emailAttribute, ...states],
    explicitBufferAttributes: isBinary(settings) ? [idAttribute] : [],
  });
  if (searchEntries.length !== 1) return null;
  return accountOf(searchEntries[0]!, settings);
}

/** @throws DirectoryFault `filter` for what is no filter */
export function parseFilter(text: string) {
  try {
    return FilterParser.parseString(text.trim() === '' ? '(objectClass=*)' : text);
  } catch (error) {
    throw new DirectoryFault('filter', error);
  }
}

/** Null for an entry without the stable id: it could not be recognised again. */
export function accountOf(entry: Entry, settings: DirectorySettings): DirectoryAccount | null {
  const raw = first(entry, settings.idAttribute);
  const id = Buffer.isBuffer(raw) ? raw.toString('hex') : raw?.toLowerCase();
  if (!id) return null;
  return {
    dn: entry.dn,
    id,
    name: textOf(entry, settings.nameAttribute),
    email: textOf(entry, settings.emailAttribute),
    isDisabled: isDisabled(entry),
  };
}

function isDisabled(entry: Entry): boolean {
  const flags = Number(textOf(entry, 'userAccountControl') ?? 0);
  if ((flags & disabledFlag) !== 0) return true;
  if (textOf(entry, 'nsAccountLock')?.toLowerCase() === 'true') return true;
  // Locked for good; a time means a lock that the directory itself lifts and enforces.
  if (textOf(entry, 'pwdAccountLockedTime') === '000001010000Z') return true;
  return isOver(textOf(entry, 'accountExpires'));
}

/** Active Directory counts tenths of microseconds since 1601; 0 and the largest number mean never. */
function isOver(expires: string | null): boolean {
  if (expires === null || !/^\d{1,19}$/.test(expires)) return false;
  const ticks = BigInt(expires);
  if (ticks === 0n || ticks === 0x7fff_ffff_ffff_ffffn) return false;
  return Number(ticks / 10_000n) - 11_644_473_600_000 <= Date.now();
}

function isBinary({ idAttribute }: DirectorySettings): boolean {
  return idAttribute.toLowerCase() === 'objectguid';
}

function textOf(entry: Entry, attribute: string): string | null {
  const value = first(entry, attribute);
  return value === undefined || value.length === 0 ? null : value.toString();
}

/** Directories answer in their own capitals. */
function first(entry: Entry, attribute: string): Buffer | string | undefined {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  return Array.isArray(value) ? value[0] : value;
}
