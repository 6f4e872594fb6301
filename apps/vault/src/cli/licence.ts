import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { printable, style } from '@nexus/terminal';
import { exitCodes } from './exit-codes.ts';
import { inspectFile } from './licence/inspect-file.ts';
import { reasonWords, stateWords } from './licence/licence-words.ts';
import { rootKey } from './licence/root-key.ts';
import { openSession } from './saved-session.ts';
import { UsageError } from './usage.ts';

type Standing = {
  state: keyof typeof stateWords;
  findings: { state: string; reason: keyof typeof reasonWords; until: string | null }[];
  restrictedFrom: string | null;
};
type Overview = Standing & {
  licence: { customer: string; issuer: string; kind: string; modules: string[]; expires: string | null } | null;
  meters: { unit: string; counted: number; isReported: boolean }[];
};
type WrittenFile = { name: string; text: string };

const json = { type: 'boolean', default: false } as const;
const out = { type: 'string' } as const;
const usage = './nexus licence inspect|verify|install <archivo> | status | report | activate | deactivate | root';

const subcommands: Record<string, (args: string[]) => Promise<number>> = {
  inspect: (args) => inspect(args, false),
  verify: (args) => inspect(args, true),
  root: rootKey,

  async install(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json } });
    const bytes = await readFile(oneFile(positionals));
    // As text where it is text; a file as it was signed goes in base64.
    const file =
      bytes.subarray(0, 7).toString('latin1') === 'NEXUSLF' ? bytes.toString('base64') : bytes.toString('utf8');
    const { client } = await openSession();
    const installed = await client.post<{ kind: string; isNew: boolean; standing: Standing }>('/licence/files', {
      file,
    });
    if (values.json) console.log(JSON.stringify(installed, null, 2));
    else {
      console.log(style('green', installed.isNew ? '✓ Instalado / installed' : '✓ Ya estaba / was here already'));
      printStanding(installed.standing);
    }
    return exitCodes.done;
  },

  async status(args) {
    const { values } = parseArgs({ args, options: { json } });
    const { client } = await openSession();
    const overview = await client.get<Overview>('/licence');
    if (values.json) console.log(JSON.stringify(overview, null, 2));
    else printOverview(overview);
    return overview.state === 'restricted' ? exitCodes.failed : exitCodes.done;
  },

  async report(args) {
    const { values } = parseArgs({ args, options: { out } });
    const { client } = await openSession();
    const { file } = await client.post<{ file: WrittenFile }>('/licence/reports');
    return await write(file, values.out);
  },

  async activate(args) {
    const { values } = parseArgs({ args, options: { out } });
    const { client } = await openSession();
    return await write(await client.post<WrittenFile>('/licence/activation-requests'), values.out);
  },

  async deactivate(args) {
    const { values } = parseArgs({ args, options: { out, yes: { type: 'boolean', default: false } } });
    if (!values.yes)
      throw new UsageError(
        'La máquina dejará de admitir trabajo nuevo; repita con --yes. / The machine will take no new work; repeat with --yes.',
      );
    const { client } = await openSession();
    return await write(await client.post<WrittenFile>('/licence/deactivation'), values.out);
  },
};

/** `./nexus licence`: files that pass with the issuer, and how this server stands. */
export async function licence(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!command) throw new UsageError(usage);
  return await command(rest);
}

async function inspect(args: string[], strict: boolean): Promise<number> {
  const options = { json, root: { type: 'string', multiple: true, default: [] as string[] } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  return await inspectFile(oneFile(positionals), { roots: values.root, json: values.json, strict });
}

function oneFile(positionals: readonly string[]): string {
  const [path] = positionals;
  if (!path || positionals.length > 1) throw new UsageError(usage);
  return path;
}

async function write({ name, text }: WrittenFile, path: string = name): Promise<number> {
  await writeFile(path, text, { flag: 'wx' });
  console.log(`${style('green', '✓')} ${path}`);
  console.log('  Llévelo a quien emitió la licencia. / Carry it to the issuer of the licence.');
  return exitCodes.done;
}

function printStanding({ state, findings, restrictedFrom }: Standing): void {
  console.log(style(state === 'restricted' ? 'red' : state === 'valid' ? 'green' : 'yellow', stateWords[state]));
  for (const { reason, until } of findings)
    console.log(`  ${reasonWords[reason]}${until ? ` · ${until.slice(0, 10)}` : ''}`);
  if (restrictedFrom && state !== 'restricted')
    console.log(style('dim', `  sin trabajo nuevo desde / no new work from ${restrictedFrom.slice(0, 10)}`));
}

function printOverview(overview: Overview): void {
  printStanding(overview);
  const { licence, meters } = overview;
  if (licence) {
    const { customer, issuer, kind, modules } = licence;
    console.log(`  ${printable(customer)} · ${kind} · ${modules.join(', ') || '—'} · ${printable(issuer)}`);
  }
  for (const { unit, counted, isReported } of meters)
    console.log(`  ${unit.padEnd(14)} ${counted}${isReported ? '' : style('dim', '  no se informa / not reported')}`);
}
