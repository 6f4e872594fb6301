import type { RequestSource } from '@nexus/http';
import { SourceUnavailableError } from '../identity.errors.ts';
import type { Entered, IdentityParts } from '../identity.parts.ts';
import { createLinking } from '../linking.ts';
import type { DirectorySettings, Source } from '../sources.settings.ts';
import { type DirectoryAccount, findByLogin } from './accounts.ts';
import { bindAsReader, DirectoryFault, withDirectory } from './directory-client.ts';
import { groupsOf, proposedRoles } from './groups.ts';

export type DirectorySource = Extract<Source, { kind: 'directory' }>;

export type DirectoryCredentials = { username: string; password: string; code?: string | undefined };

type Checked = { account: DirectoryAccount; roles: string[] } | { refused: string };

/** Signing in with the account of the building's directory. */
export function createDirectorySignIn(parts: IdentityParts) {
  const { people, logger } = parts;
  const linking = createLinking(parts);

  /** @throws SignInRefusedError, SignInDelayedError, CodeRequiredError, SourceUnavailableError */
  async function signInWithDirectory(
    directory: DirectorySource,
    { username, password, code }: DirectoryCredentials,
    source: RequestSource,
  ): Promise<Entered> {
    const { id, settings } = directory;
    const login = username.trim();
    // Counted before anything leaves for the directory, which counts on its own and locks its account for everybody.
    const attempt = `${id} ${login.toLowerCase().normalize('NFC')}`;
    await people.beginDirectoryAttempt(attempt, source);
    // RFC 4513 section 5.1.2: a bind without a password succeeds as nobody. It must never reach the directory.
    if (login === '' || password === '') return people.refuseVouched('wrong_password', null, source);
    const checked = await check(settings, login, password).catch((error: unknown) => {
      if (!(error instanceof DirectoryFault)) throw error;
      logger.error('the directory could not be asked', { code: error.code, error: error.cause });
      throw new SourceUnavailableError('The directory does not answer. Try again later, or tell whoever runs it.');
    });
    if ('refused' in checked) return people.refuseVouched(checked.refused, null, source);
    await people.endDirectoryAttempt(attempt, source);
    const { account, roles } = checked;
    if (account.isDisabled) return people.refuseVouched('disabled_in_directory', null, source);
    const vouched = {
      sourceId: id,
      subject: account.id,
      name: account.name,
      email: account.email,
      proposedRoles: roles,
    };
    const linked = await linking.link(vouched, settings);
    if ('refused' in linked) return people.refuseVouched(linked.refused, null, source);
    const { personId } = linked;
    return people.enterVouched(
      { personId, way: 'directory', sourceId: id, secondStep: settings.secondStep, code },
      source,
    );
  }

  return { signInWithDirectory };
}

/** Looks the account up as the reader, then binds as the account itself on a connection of its own. @throws DirectoryFault */
async function check(settings: DirectorySettings, login: string, password: string): Promise<Checked> {
  const found = await withDirectory(settings, async (client) => {
    await bindAsReader(client, settings);
    const account = await findByLogin(client, settings, login);
    if (account === null) return null;
    return { account, roles: proposedRoles(settings, await groupsOf(client, settings, account.dn)) };
  });
  if (found === null) return { refused: 'unknown_account' };
  try {
    await withDirectory(settings, (client) => client.bind(found.account.dn, password));
  } catch (error) {
    if (error instanceof DirectoryFault && error.code === 'bind_refused') return { refused: 'wrong_password' };
    throw error;
  }
  return found;
}
