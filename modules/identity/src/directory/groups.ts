import { AndFilter, type Client, EqualityFilter, ExtensibleFilter, OrFilter } from 'ldapts';
import type { DirectorySettings } from '../sources.settings.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN: Active Directory follows groups in groups itself ([MS-ADTS] section 3.1.1.3.4.4.3). */
const inChain = '1.2.840.113556.1.4.1941';
const mostGroups = 500;
const deepest = 8;

/** The groups of an account, as names in lower case. Groups in groups as the settings say; circles end. */
export async function groupsOf(client: Client, settings: DirectorySettings, dn: string): Promise<Set<string>> {
  const found = new Set<string>();
  if (settings.groupBase === '' || settings.groupRules.length === 0) return found;
  let members = [dn];
  const depth = settings.nestedGroups === 'walk' ? deepest : 1;
  for (let level = 0; level < depth && members.length > 0 && found.size < mostGroups; level += 1) {
    const groups = await groupsWith(client, settings, members);
    members = groups.filter((group) => !found.has(comparableDn(group)));
    for (const group of members) found.add(comparableDn(group));
  }
  return found;
}

async function groupsWith(client: Client, settings: DirectorySettings, members: readonly string[]): Promise<string[]> {
  const { searchEntries } = await client.search(settings.groupBase, {
    scope: 'sub',
    derefAliases: 'never',
    filter: memberFilter(settings.nestedGroups, members),
    sizeLimit: mostGroups,
    timeLimit: 5,
    attributes: ['1.1'],
  });
  return searchEntries.map((entry) => entry.dn);
}

export function memberFilter(nested: DirectorySettings['nestedGroups'], members: readonly string[]) {
  if (nested === 'active_directory') {
    const filters = members.map((value) => new ExtensibleFilter({ matchType: 'member', rule: inChain, value }));
    return new AndFilter({ filters: [new EqualityFilter({ attribute: 'objectClass', value: 'group' }), ...filters] });
  }
  const filters = members.flatMap((value) =>
    ['member', 'uniqueMember'].map((attribute) => new EqualityFilter({ attribute, value })),
  );
  return new OrFilter({ filters });
}

/** Duties that an account's groups speak for. */
export function proposedRoles(settings: DirectorySettings, groups: ReadonlySet<string>): string[] {
  const roles = settings.groupRules.filter(({ group }) => groups.has(comparableDn(group))).map(({ role }) => role);
  return [...new Set(roles)].sort();
}

/** Spaces after commas and capitals mean nothing in a name. */
export function comparableDn(dn: string): string {
  return dn
    .replaceAll(/\s*,\s*/g, ',')
    .trim()
    .toLowerCase();
}
