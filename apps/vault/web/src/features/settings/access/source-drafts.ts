import type { Kind, SettingsOf, SourceBody } from './access-queries.ts';

const shared = { newcomers: 'refuse', linkByEmail: false, secondStep: 'ours' } as const;

/** Attributes by the kind of directory; everything else is of the building. */
export const directoryKinds: Record<'active_directory' | 'openldap', Partial<SettingsOf<'directory'>>> = {
  active_directory: {
    filter: '(&(objectCategory=person)(objectClass=user))',
    loginAttribute: 'sAMAccountName',
    idAttribute: 'objectGUID',
    nameAttribute: 'displayName',
    nestedGroups: 'active_directory',
  },
  openldap: {
    filter: '(objectClass=inetOrgPerson)',
    loginAttribute: 'uid',
    idAttribute: 'entryUUID',
    nameAttribute: 'cn',
    nestedGroups: 'walk',
  },
};

/** Where somebody begins: the careful choice everywhere. */
export function newSource(kind: Kind, name: string): SourceBody {
  if (kind === 'provider')
    return { kind, settings: { ...shared, name, issuer: '', authority: null, clientId: '', clientSecret: '' } };
  if (kind === 'cards')
    return { kind, settings: { name, attribute: 'upn', use: 'first', isRequired: false, domain: null } };
  const settings = {
    ...shared,
    name,
    url: 'ldaps://',
    startTls: false,
    authority: null,
    bindDn: '',
    bindPassword: '',
    base: '',
    filter: '',
    loginAttribute: '',
    idAttribute: '',
    nameAttribute: '',
    emailAttribute: 'mail',
    groupBase: '',
    nestedGroups: 'none' as const,
    groupRules: [],
    ...directoryKinds.active_directory,
  };
  return { kind, settings };
}

/** An empty secret means that the one before stays. */
export function withoutEmptySecret(source: SourceBody): SourceBody {
  if (source.kind === 'directory' && !source.settings.bindPassword) {
    const { bindPassword: _, ...settings } = source.settings;
    return { kind: 'directory', settings };
  }
  if (source.kind === 'provider' && !source.settings.clientSecret) {
    const { clientSecret: _, ...settings } = source.settings;
    return { kind: 'provider', settings };
  }
  return source;
}
