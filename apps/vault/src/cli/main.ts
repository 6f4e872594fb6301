// Above all others: the command line reaches the server that it is told and nothing else.
import '../outbound/process-fence.ts';
import { parseArgs } from 'node:util';
import { backup } from './backup.ts';
import { erase } from './erase.ts';
import { exitCodes } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { ingest } from './ingest.ts';
import { login } from './login.ts';
import { programCommands } from './program-commands.ts';
import { reindex } from './reindex.ts';
import type { KeyOptions } from './root-keys.ts';
import { rotate } from './rotate.ts';
import { seal } from './seal.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { unseal } from './unseal.ts';
import { keyUsage, UsageError, usage } from './usage.ts';

const json = { type: 'boolean', default: false } as const;
const keyOptions = {
  key: { type: 'string' },
  unseal: { type: 'string' },
  'key-file': { type: 'string' },
  share: { type: 'boolean', default: false },
} as const;

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: (args) => start(args),

  async ask(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json } });
    const [folder, ...questions] = positionals;
    if (!folder || questions.length === 0) throw new UsageError('./nexus ask <carpeta> "<pregunta>"');
    // Brings all parsers along, which no other command needs.
    const { askFolder } = await import('./ask-folder.ts');
    return await askFolder(folder, questions, values);
  },

  async login(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    return await login(positionals[0]);
  },

  async ingest(args) {
    const options = {
      json,
      space: { type: 'string' },
      label: { type: 'string' },
      create: { type: 'boolean', default: false },
      'no-wait': { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [folder] = positionals;
    if (!folder || !values.space)
      throw new UsageError('./nexus ingest <carpeta> --space <nombre> [--label <etiqueta>] [--create] [--no-wait]');
    return await ingest(folder, {
      space: values.space,
      label: values.label,
      create: values.create,
      wait: !values['no-wait'],
      json: values.json,
    });
  },

  async search(args) {
    const options = { json, space: { type: 'string' }, limit: { type: 'string', default: '10' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const limit = Number(values.limit);
    if (positionals.length === 0 || !Number.isInteger(limit))
      throw new UsageError('./nexus search "<palabras>" [--space <nombre>] [--limit <n>]');
    return await search(positionals.join(' '), { space: values.space, limit, json: values.json });
  },

  async status(args) {
    return await status(parseArgs({ args, options: { json } }).values);
  },

  async backup(args) {
    const options = {
      json,
      to: { type: 'string' },
      drill: { type: 'boolean', default: false },
      now: { type: 'boolean', default: true },
      'no-wait': { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ args, options });
    const kind = values.drill ? 'drill' : 'generation';
    return await backup({ to: values.to, kind, wait: !values['no-wait'], json: values.json });
  },

  async verify(args) {
    const options = { json, ...keyOptions, quick: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [store] = positionals;
    if (!store) throw new UsageError(`./nexus verify <lugar> [--quick] ${keyUsage}`);
    const { verify } = await import('./verify.ts');
    const { quick, json: isJson } = values;
    return await verify(store, { keys: keysOf(values), dataDir: dataDir(), quick, json: isJson });
  },

  async restore(args) {
    const text = { type: 'string' } as const;
    const options = { json, ...keyOptions, at: text, into: text, generation: text, postgres: text } as const;
    const list = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...options, list } });
    const [store] = positionals;
    if (!store || (!values.into && !values.list))
      throw new UsageError(`./nexus restore <lugar> --into <carpeta nueva> [--at <momento>] | --list  ${keyUsage}`);
    const { restore } = await import('./restore.ts');
    const { at, generation, postgres, json: isJson } = values;
    return await restore({
      store,
      into: values.into ?? '',
      at,
      generation,
      keys: keysOf(values),
      dataDir: dataDir(),
      postgres,
      json: isJson,
      list: values.list,
    });
  },

  async audit(args) {
    const { audit } = await import('./audit.ts');
    return await audit(args);
  },

  async licence(args) {
    const { licence } = await import('./licence.ts');
    return await licence(args);
  },

  async tls(args) {
    const options = {
      name: { type: 'string', multiple: true, default: [] as string[] },
      folder: { type: 'string', default: 'data/tls' },
      days: { type: 'string', default: '397' },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const days = Number(values.days);
    if (positionals[0] !== 'self-signed' || !Number.isInteger(days) || days < 1 || days > 3_650)
      throw new UsageError('./nexus tls self-signed --name <nombre> [--name ...] [--folder <carpeta>] [--days <n>]');
    const { tlsSelfSigned } = await import('./tls.ts');
    return await tlsSelfSigned({ names: values.name, folder: values.folder, days });
  },

  async reindex(args) {
    return await reindex(parseArgs({ args, options: { json } }).values);
  },
  ...programCommands,

  async unseal(args) {
    const options = { 'key-file': { type: 'string' }, share: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args, options });
    return await unseal({ keyFile: values['key-file'], share: values.share });
  },

  async seal(args) {
    return await seal(parseArgs({ args, options: { setup: { type: 'boolean', default: false } } }).values);
  },

  async rotate(args) {
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args,
      options: { json, space: { type: 'string' }, root: flag, system: flag, all: flag },
    });
    if (!values.space && !values.root && !values.system && !values.all)
      throw new UsageError('./nexus rotate --space <id> | --system | --root | --all');
    return await rotate({ ...values, space: values.space });
  },

  async erase(args) {
    const text = { type: 'string' } as const;
    const options = { json, space: text, reason: text, approve: text, cancel: text, certificate: text, out: text };
    return await erase({ ...parseArgs({ args, options }).values });
  },
};

/** Where what opens the backups lies, unless it is named. */
const dataDir = () => process.env['NEXUS_DATA'] || 'data/vault';

type KeyValues = { key?: string; unseal?: string; 'key-file'?: string; share: boolean };

function keysOf({ key, unseal, 'key-file': keyFile, share }: KeyValues): KeyOptions {
  return { key, unseal, keyFile, share };
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (!name || name === 'help' || name === '--help' || name === '-h') {
    console.log(usage);
    return name ? exitCodes.done : exitCodes.usage;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`No existe la orden «${name}» / there is no command "${name}"`);
  if (name !== 'start' && args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage);
    return exitCodes.done;
  }
  return await command(args);
}

function isWrongUsage(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}

// `./nexus search ... | head` is no fault: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

try {
  process.exitCode = await main();
} catch (error) {
  if (isWrongUsage(error)) {
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = exitCodes.usage;
  } else {
    const explained = explainError(error);
    console.error(explained ? `✗ ${explained.message}` : error);
    process.exitCode = explained?.code ?? exitCodes.failed;
    // What was under way must not go on after it was called off.
    if (process.exitCode === exitCodes.interrupted) process.exit();
  }
}
