import { parseArgs } from 'node:util';
import { exportLog } from './audit/export-log.ts';
import { logState, newCheckpoint, rotateKey } from './audit/log-state.ts';
import { proveEntry } from './audit/prove-entry.ts';
import { verifyFiles } from './audit/verify-files.ts';
import { UsageError } from './usage.ts';

const json = { type: 'boolean', default: false } as const;

const subcommands: Record<string, (args: string[]) => Promise<number>> = {
  async status(args) {
    return await logState(parseArgs({ args, options: { json } }).values);
  },

  async checkpoint(args) {
    const { values } = parseArgs({ args, options: { json, out: { type: 'string' } } });
    return await newCheckpoint(values);
  },

  async export(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [target] = positionals;
    if (!target) throw new UsageError('./nexus audit export <archivo.zip | carpeta>');
    return await exportLog(target);
  },

  async prove(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } });
    const sequence = Number(positionals[0]);
    if (positionals.length !== 1 || !Number.isSafeInteger(sequence) || sequence < 0)
      throw new UsageError('./nexus audit prove <número> [--out <carpeta>]');
    return await proveEntry(sequence, values.out ?? '.');
  },

  async verify(args) {
    const options = {
      json,
      key: { type: 'string', multiple: true, default: [] as string[] },
      older: { type: 'string', multiple: true, default: [] as string[] },
      entry: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [path] = positionals;
    if (!path || values.key.length === 0)
      throw new UsageError(
        './nexus audit verify <exportación> --key <clave o archivo> [--older <punto de control>]\n' +
          './nexus audit verify <prueba.tlog-proof> --entry <anotación.json> --key <clave o archivo>',
      );
    return await verifyFiles(path, values);
  },

  async retire(args) {
    const flag = { type: 'boolean', default: false } as const;
    const options = {
      before: { type: 'string' },
      archive: { type: 'string' },
      key: { type: 'string', multiple: true, default: [] as string[] },
      confirm: flag,
      drop: flag,
    } as const;
    const { values } = parseArgs({ args, options });
    const { archive, before, key, confirm, drop } = values;
    if (!archive || key.length === 0 || (confirm && drop) || (!confirm && !drop && !before))
      throw new UsageError(
        './nexus audit retire --before <fecha> --archive <nuevo.zip> --key <clave>\n' +
          './nexus audit retire --confirm --archive <zip> --key <clave>\n' +
          './nexus audit retire --drop --archive <zip> --key <clave>',
      );
    const { retire } = await import('./audit/retire.ts');
    const dataDir = process.env['NEXUS_DATA'] || 'data/vault';
    return await retire({ before, archive, key, confirm, drop, dataDir });
  },

  async 'rotate-key'(args) {
    return await rotateKey(parseArgs({ args, options: { json } }).values);
  },
};

/** `./nexus audit ...` */
export async function audit(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!run) throw new UsageError(`./nexus audit ${Object.keys(subcommands).join(' | ')}`);
  return await run(rest);
}
