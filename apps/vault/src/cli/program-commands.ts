import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

const json = { type: 'boolean', default: false } as const;

/** What an administrator does with the program itself: check it, install another version, go back, make it a service. */
export const programCommands: Record<string, (args: string[]) => Promise<number>> = {
  async install(args) {
    const { values } = parseArgs({ args, options: { prefix: { type: 'string' } } });
    if (!values.prefix) throw new UsageError('./nexus install --prefix <carpeta>');
    const { install } = await import('./install.ts');
    return await install({ prefix: values.prefix });
  },

  async upgrade(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [archive] = positionals;
    if (!archive || positionals.length > 1) throw new UsageError('./nexus upgrade <paquete>.tar.gz');
    const { upgrade } = await import('./install.ts');
    return await upgrade(archive);
  },

  async rollback(args) {
    parseArgs({ args });
    const { rollback } = await import('./install.ts');
    return await rollback();
  },

  async 'verify-install'(args) {
    const options = { json, key: { type: 'string' }, run: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args, options });
    const { verifyInstall } = await import('./verify-install.ts');
    return await verifyInstall({ key: values.key, run: values.run, json: values.json });
  },

  async 'systemd-unit'(args) {
    const options = {
      user: { type: 'string', default: 'nexus' },
      data: { type: 'string', default: '/srv/nexus' },
      // Not `--env-file`: Node takes that for itself wherever it stands.
      settings: { type: 'string', default: '/etc/nexus/nexus.env' },
      clients: { type: 'string', multiple: true },
      allow: { type: 'string', multiple: true },
      install: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ args, options });
    const { printSystemdUnit } = await import('./systemd-unit.ts');
    const { user, data, clients = [], allow = [], install } = values;
    return await printSystemdUnit({ user, data, environmentFile: values.settings, clients, allow, install });
  },
};
