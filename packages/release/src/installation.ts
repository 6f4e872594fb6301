import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Manifest, manifestName } from './manifest.ts';
import { findManifest, type SignedManifest } from './read-bundle.ts';
import { ReleaseError } from './release-error.ts';
import { unpackBundle } from './unpack-bundle.ts';
import { compareReleases } from './versions.ts';

/**
 * A folder with every version that was installed and was not removed:
 *
 *     release-key.pub            the key that everything installed here is signed with
 *     versions/0.1.0-1a2b3c4d/   one folder a version, never changed after it was put there
 *     current -> versions/...    the one that starts
 *     previous -> versions/...   the one before
 */
export type Installation = {
  prefix: string;
  publicPem: string;
  current: SignedManifest;
};

export const pinnedKeyName = 'release-key.pub';
/** Of a bundle's own copy of the public key. */
export const bundledKeyName = 'release-key.pub';

/** Where a program lies that was installed; null for an unpacked bundle or a folder of sources. */
export function prefixOf(root: string): string | null {
  const prefix = dirname(dirname(root));
  return basename(dirname(root)) === 'versions' && existsSync(join(prefix, pinnedKeyName)) ? prefix : null;
}

/** @throws ReleaseError `not_installed` */
export async function openInstallation(prefix: string): Promise<Installation> {
  const publicPem = await readFile(join(prefix, pinnedKeyName), 'utf8').catch(() => null);
  const current = publicPem && (await findManifest(join(prefix, 'current'), publicPem));
  if (!publicPem || !current) {
    throw new ReleaseError(
      'not_installed',
      `En ${prefix} no hay ninguna instalación. / There is no installation in ${prefix}.`,
    );
  }
  return { prefix, publicPem, current };
}

export type AddOptions = {
  /** `linux-x64` */
  platform: string;
  /** Runs the new version before it is the current one. @throws when it does not */
  tryOut(root: string, manifest: Manifest): Promise<void>;
  onProgress?: (done: number, total: number) => void;
};

export type Added = { outcome: 'added' | 'there_already'; id: string; root: string; previous: string | null };

/**
 * Puts another version beside the current one and makes it current: signature, platform and age are decided before the first byte is written, every
 * file is checked, and it is tried out before the link is turned. What fails on the way leaves the installation as it was.
 * @throws ReleaseError
 */
export async function addVersion(installation: Installation, archive: string, options: AddOptions): Promise<Added> {
  const { prefix, publicPem, current } = installation;
  const staging = join(prefix, 'versions', `.unpacking-${process.pid}`);
  try {
    const signed = await unpackBundle(archive, {
      publicPem,
      async accept(offered) {
        ensureFits(offered.manifest, options.platform);
        if (offered.id === current.id) return null;
        ensureNotOlder(offered.manifest, current.manifest);
        await rm(staging, { recursive: true, force: true });
        await mkdir(staging, { recursive: true, mode: 0o755 });
        return staging;
      },
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
    if (signed.id === current.id)
      return { outcome: 'there_already', id: current.id, root: join(prefix, 'current'), previous: null };
    await options.tryOut(staging, signed.manifest);
    const root = join(prefix, 'versions', signed.id);
    // Left by an earlier attempt that was called off: these bytes are checked, those are not.
    await rm(root, { recursive: true, force: true });
    await rename(staging, root);
    await turnTo(prefix, signed.id, current.id);
    return { outcome: 'added', id: signed.id, root, previous: current.id };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The first version of an installation: the key that it is signed with is trusted from now on. */
export async function createInstallation(
  prefix: string,
  publicPem: string,
  archiveOrTree: (target: string) => Promise<SignedManifest>,
): Promise<Added> {
  if (existsSync(join(prefix, 'current')) || existsSync(join(prefix, pinnedKeyName))) {
    throw new ReleaseError(
      'in_the_way',
      `En ${prefix} ya hay una instalación. / There is an installation in ${prefix} already.`,
    );
  }
  const versions = join(prefix, 'versions');
  const staging = join(versions, `.unpacking-${process.pid}`);
  await mkdir(staging, { recursive: true, mode: 0o755 });
  try {
    const signed = await archiveOrTree(staging);
    const root = join(versions, signed.id);
    await rm(root, { recursive: true, force: true });
    await rename(staging, root);
    await writeFile(join(prefix, pinnedKeyName), publicPem, { mode: 0o644 });
    await turnTo(prefix, signed.id, null);
    return { outcome: 'added', id: signed.id, root, previous: null };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The version before becomes current again. @throws ReleaseError `not_installed` when there is none */
export async function goBack(installation: Installation): Promise<{ from: string; to: string }> {
  const { prefix, current } = installation;
  const previous = await readlink(join(prefix, 'previous')).catch(() => null);
  const to = previous === null ? null : basename(previous);
  if (to === null || to === current.id || !existsSync(join(prefix, 'versions', to, manifestName))) {
    throw new ReleaseError(
      'not_installed',
      'No hay una versión anterior a la que volver. / There is no version before to go back to.',
    );
  }
  await turnTo(prefix, to, null);
  await rm(join(prefix, 'previous'), { force: true });
  return { from: current.id, to };
}

export async function listVersions(prefix: string): Promise<string[]> {
  const names = await readdir(join(prefix, 'versions'));
  return names.filter((name) => !name.startsWith('.')).sort();
}

/** @throws ReleaseError `other_platform` */
export function ensureFits(manifest: Manifest, platform: string): void {
  if (manifest.platform === platform) return;
  throw new ReleaseError(
    'other_platform',
    `El paquete es para ${manifest.platform}, y este equipo es ${platform}. / The bundle is for ${manifest.platform}, and this machine is ${platform}.`,
  );
}

function ensureNotOlder(offered: Manifest, current: Manifest): void {
  if (compareReleases(offered, current) > 0) return;
  const what = (manifest: Manifest) => `${manifest.version} (${manifest.time.toISOString().slice(0, 16)}Z)`;
  throw new ReleaseError(
    'older',
    `El paquete es ${what(offered)}, anterior a la versión instalada, ${what(current)}. Para volver a la anterior: ./nexus rollback. ` +
      `/ The bundle is older than the installed version. To go back one: ./nexus rollback.`,
  );
}

/** A link is replaced by renaming another over it: at every moment there is one whole program. */
async function turnTo(prefix: string, id: string, before: string | null): Promise<void> {
  if (before !== null) await replaceLink(join(prefix, 'previous'), join('versions', before));
  await replaceLink(join(prefix, 'current'), join('versions', id));
}

async function replaceLink(path: string, target: string): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await rm(beside, { force: true });
  await symlink(target, beside);
  await rename(beside, path);
}
