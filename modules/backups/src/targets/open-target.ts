import { createFolderTarget } from './folder-target.ts';
import { createS3Target } from './s3-target.ts';
import type { Target } from './target.ts';
import { withPatience } from './with-patience.ts';

/** For one object of at most 8 MB, several tries included. */
const patienceMs = 300_000;

/** How to reach a place. Sealed wherever it is kept. */
export type TargetConfig =
  | { kind: 'folder'; path: string }
  | {
      kind: 's3';
      endpoint: string;
      bucket: string;
      prefix: string;
      region: string;
      keyId: string;
      secret: string;
    };

export function openTarget(config: TargetConfig, options: { beside?: string } = {}): Target {
  const target =
    config.kind === 'folder' ? createFolderTarget({ path: config.path, ...options }) : createS3Target(config);
  return withPatience(target, patienceMs);
}

/** What people see of it; never the secret. */
export function nameOfTarget(config: TargetConfig): string {
  if (config.kind === 'folder') return config.path;
  return `${config.endpoint.replace(/\/$/, '')}/${config.bucket}${config.prefix ? `/${config.prefix}` : ''}`;
}

/** The socket that it needs; null for a folder. */
export function addressOfTarget(config: TargetConfig): { host: string; port: number } | null {
  if (config.kind === 'folder') return null;
  const { protocol, hostname, port } = new URL(config.endpoint);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
