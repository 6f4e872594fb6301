import type { Check } from '../source-check.ts';
import type { DirectorySettings } from '../sources.settings.ts';
import { findByLogin, parseFilter } from './accounts.ts';
import { bindAsReader, DirectoryFault, withDirectory } from './directory-client.ts';
import { groupsOf, proposedRoles } from './groups.ts';

/**
 * Tries the settings of a directory step by step and says at which one it ends. With `login` also whether that account would be found and what
 * would be taken from it; no password is needed for that.
 */
export async function testDirectory(settings: DirectorySettings, login: string | undefined): Promise<Check[]> {
  const checks: Check[] = [];
  const good = (step: Check['step'], detail?: string) =>
    void checks.push({ step, outcome: 'good', ...(detail === undefined ? {} : { detail }) });
  try {
    await withDirectory(settings, async (client) => {
      await client.search('', { scope: 'base', attributes: ['namingContexts'], timeLimit: 5 });
      good('connect');
      await bindAsReader(client, settings);
      good('bind');
      parseFilter(settings.filter);
      await client.search(settings.base, { scope: 'base', attributes: ['1.1'], timeLimit: 5 });
      good('base');
      if (!login) return;
      const account = await findByLogin(client, settings, login);
      if (account === null) return void checks.push({ step: 'account', outcome: 'bad', code: 'no_account' });
      if (account.isDisabled) return void checks.push({ step: 'account', outcome: 'bad', code: 'disabled' });
      good('account', account.dn);
      if (account.email === null) checks.push({ step: 'email', outcome: 'bad', code: 'no_email' });
      else good('email', account.email);
      const roles = proposedRoles(settings, await groupsOf(client, settings, account.dn));
      good('groups', roles.join(', '));
    });
  } catch (error) {
    if (!(error instanceof DirectoryFault)) throw error;
    const { code } = error;
    const reached = new Set(checks.map(({ step }) => step));
    const step = !reached.has('connect')
      ? 'connect'
      : !reached.has('bind')
        ? 'bind'
        : !reached.has('base')
          ? 'base'
          : 'account';
    checks.push({ step, outcome: 'bad', code });
  }
  return checks;
}
