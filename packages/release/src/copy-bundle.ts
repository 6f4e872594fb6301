import { chmod, copyFile, mkdir, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkTree } from './check-tree.ts';
import { manifestName, signatureName } from './manifest.ts';
import type { SignedManifest } from './read-bundle.ts';
import { ReleaseError } from './release-error.ts';

/**
 * What the manifest lists, from an unpacked bundle to another folder; what was copied is read back and checked there.
 * @throws ReleaseError `changed`
 */
export async function copyBundle(
  root: string,
  target: string,
  signed: SignedManifest,
  onProgress?: (done: number, total: number) => void,
): Promise<SignedManifest> {
  const { manifest, sha256 } = signed;
  const place = async (path: string): Promise<string> => {
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    return to;
  };
  const copy = async (path: string, mode: number): Promise<void> => {
    const to = await place(path);
    await copyFile(join(root, path), to);
    await chmod(to, mode);
    await utimes(to, manifest.time, manifest.time);
  };
  let done = 0;
  for (const name of [manifestName, signatureName]) await copy(name, 0o644);
  for (const [path, { mode }] of manifest.files) {
    await copy(path, mode);
    done += 1;
    onProgress?.(done, manifest.files.size);
  }
  for (const [path, link] of manifest.links) await symlink(link, await place(path));
  const [fault] = (await checkTree(target, manifest, sha256)).faults;
  if (fault === undefined) return signed;
  throw new ReleaseError(
    'changed',
    `${fault.path} no es lo que se firmó; no se ha instalado nada. / ${fault.path} is not what was signed; nothing was installed.`,
  );
}
