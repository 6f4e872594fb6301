import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildId, type Manifest, manifestName, parseManifest, signatureName } from './manifest.ts';
import { ReleaseError } from './release-error.ts';
import { isSignedBy } from './signature.ts';

export type SignedManifest = { manifest: Manifest; text: string; signature: Buffer; sha256: string; id: string };

/** @throws ReleaseError `bad_signature` or `other_key` when the text is not signed by this key, `not_a_bundle` when it is no manifest */
export function openManifest(text: string, signature: Buffer, publicPem: string): SignedManifest {
  if (!isSignedBy(text, signature, publicPem)) {
    throw new ReleaseError(
      'bad_signature',
      'La firma no es de la clave en la que confía esta instalación: el paquete fue cambiado o lo firmó otra persona. No se ha tocado nada. ' +
        '/ The signature is not by the key that this installation trusts: the bundle was changed or signed by somebody else. Nothing was touched.',
    );
  }
  const manifest = parseManifest(text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { manifest, text, signature, sha256, id: buildId(manifest.version, text) };
}

/** Of a folder that a bundle was unpacked to; null for a folder of sources. */
export async function findManifest(root: string, publicPem: string): Promise<SignedManifest | null> {
  const text = await readFile(join(root, manifestName), 'utf8').catch(() => null);
  if (text === null) return null;
  const signature = await readFile(join(root, signatureName)).catch(() => Buffer.alloc(0));
  return openManifest(text, signature, publicPem);
}
