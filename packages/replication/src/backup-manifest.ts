import { createHash } from 'node:crypto';
import { ReplicationError } from './replication.errors.ts';

export type ManifestFile = { path: string; size: number; sha256: string };

export type BackupManifest = {
  systemIdentifier: string;
  files: ManifestFile[];
  walRanges: { timeline: number; start: string; end: string }[];
};

type RawManifest = {
  'PostgreSQL-Backup-Manifest-Version'?: unknown;
  'System-Identifier'?: unknown;
  Files?: {
    Path?: unknown;
    'Encoded-Path'?: unknown;
    Size?: unknown;
    Checksum?: unknown;
    'Checksum-Algorithm'?: unknown;
  }[];
  'WAL-Ranges'?: { Timeline?: unknown; 'Start-LSN'?: unknown; 'End-LSN'?: unknown }[];
};

/**
 * The manifest that the server sends after the files, with its own checksum checked (versions 1 and 2: PostgreSQL 13 and newer).
 * @throws ReplicationError `manifest`
 */
export function parseManifest(bytes: Buffer): BackupManifest {
  const text = bytes.toString('utf8');
  const at = text.lastIndexOf('\n"Manifest-Checksum"');
  const checksum = /^\n"Manifest-Checksum": "([0-9a-f]{64})"\}\n$/.exec(text.slice(at))?.[1];
  // The checksum covers everything before its own line, the line break included.
  if (
    at === -1 ||
    checksum !==
      createHash('sha256')
        .update(text.slice(0, at + 1))
        .digest('hex')
  )
    throw broken('its own checksum does not fit');
  const raw = JSON.parse(text) as RawManifest;
  const version = raw['PostgreSQL-Backup-Manifest-Version'];
  if (version !== 1 && version !== 2) throw broken(`its version ${String(version)} is unknown`);
  const files = (raw.Files ?? []).map((file): ManifestFile => {
    const encoded = file['Encoded-Path'];
    const path = typeof encoded === 'string' ? Buffer.from(encoded, 'hex').toString('latin1') : file.Path;
    const { Size: size, Checksum: sha256 } = file;
    if (typeof path !== 'string' || typeof size !== 'number' || typeof sha256 !== 'string')
      throw broken('an entry is incomplete');
    if (file['Checksum-Algorithm'] !== 'SHA256') throw broken('its checksums are not SHA-256');
    return { path, size, sha256 };
  });
  const walRanges = (raw['WAL-Ranges'] ?? []).map((range) => ({
    timeline: Number(range.Timeline),
    start: String(range['Start-LSN']),
    end: String(range['End-LSN']),
  }));
  // A number of 64 bits: JSON.parse would round it.
  const systemIdentifier = /"System-Identifier": (\d+)/.exec(text)?.[1] ?? '';
  return { systemIdentifier, files, walRanges };
}

/**
 * Whether what was received is what the server says that it sent: every file, no other, each with its size and SHA-256. Write-ahead log is not
 * listed; it carries checksums of its own. @throws ReplicationError `manifest` that names the first fault
 */
export function checkAgainstManifest(manifest: BackupManifest, received: readonly ManifestFile[]): void {
  const left = new Map(received.map((file) => [file.path, file]));
  for (const { path, size, sha256 } of manifest.files) {
    const file = left.get(path);
    if (file === undefined) throw broken(`${path} did not come`);
    if (file.size !== size) throw broken(`${path} has ${file.size} bytes instead of ${size}`);
    if (file.sha256 !== sha256) throw broken(`the checksum of ${path} does not fit`);
    left.delete(path);
  }
  for (const path of left.keys()) {
    if (!path.startsWith('pg_wal/')) throw broken(`${path} is not in it`);
  }
}

function broken(what: string): ReplicationError {
  return new ReplicationError('manifest', `The backup does not fit the manifest of the server: ${what}.`);
}
