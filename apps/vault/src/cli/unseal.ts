import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { style } from '@nexus/terminal';
import { type ApiClient, ApiError, createApiClient } from './api-client.ts';
import { exitCodes } from './exit-codes.ts';
import { prompt } from './prompt.ts';
import { defaultUrl } from './saved-session.ts';

type Status = {
  state: 'sealed' | 'starting';
  methods: { kind: 'passphrase' | 'keyFile' | 'shares'; threshold?: number }[];
  shares: { given: number; needed: number } | null;
  problem: { code: string; detail: string } | null;
};

/** `./nexus unseal`: a key file, shares one by one, or the passphrase; asked for, or line by line from standard input. */
export async function unseal(options: { keyFile?: string | undefined; share: boolean }): Promise<number> {
  const client = createApiClient((process.env['NEXUS_URL'] ?? defaultUrl).replace(/\/+$/, ''), null);
  const health = await client.get<{ status: string }>('/health');
  if (health.status === 'ok') {
    console.log(style('green', '✓ No está precintado / not sealed'));
    return exitCodes.done;
  }
  const status = await client.get<Status>('/unseal');
  const given = await giveUntilOpen(client, status, options);
  if (given === null) return exitCodes.failed;
  if (given.state === 'sealed') {
    const { shares } = given;
    console.log(`Parte aceptada / share accepted: ${shares?.given ?? 0} de / of ${shares?.needed ?? 0}`);
    return exitCodes.done;
  }
  return await followStart(client);
}

async function giveUntilOpen(
  client: ApiClient,
  status: Status,
  options: { keyFile?: string | undefined; share: boolean },
): Promise<Status | null> {
  if (options.keyFile !== undefined) {
    const content = await readFile(options.keyFile, 'utf8');
    return await client.post<Status>('/unseal', { method: 'keyFile', content: content.slice(0, 4096) });
  }
  const kinds = new Set(status.methods.map(({ kind }) => kind));
  if (!options.share && kinds.has('passphrase')) {
    const passphrase = await prompt('Frase de paso / passphrase: ', { hidden: true });
    return passphrase ? await client.post<Status>('/unseal', { method: 'passphrase', passphrase }) : null;
  }
  let last: Status | null = null;
  while (last?.state !== 'starting') {
    const { given, needed } = last?.shares ??
      status.shares ?? { given: 0, needed: status.methods.find(({ kind }) => kind === 'shares')?.threshold ?? 0 };
    const share = await prompt(`Parte / share (${given} de / of ${needed}; vacío para acabar / empty to stop): `, {
      hidden: true,
    });
    if (!share) break;
    try {
      last = await client.post<Status>('/unseal', { method: 'share', share });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 422) throw error;
      // The others are kept: only this one has to be typed again.
      console.error(`✗ ${error.message}`);
      if (process.stdin.isTTY !== true) return null;
    }
  }
  return last;
}

/** The server changes from unsealing to itself; in between the port is closed for a moment. */
async function followStart(client: ApiClient): Promise<number> {
  for (;;) {
    const health = await client.get<{ status: string }>('/health').catch(() => null);
    if (health?.status === 'ok') {
      console.log(style('green', '✓ Desprecintado / unsealed'));
      return exitCodes.done;
    }
    const status = health ? await client.get<Status>('/unseal').catch(() => null) : null;
    if (status?.state === 'sealed' && status.problem) {
      console.error(`✗ ${status.problem.detail}`);
      return exitCodes.failed;
    }
    await wait(200);
  }
}
