import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createReleaseKey, fingerprintOf, publicPemOf } from '@nexus/release';
import { style } from '@nexus/terminal';
import { ensurePageBuilt } from '../page/vault-page.ts';
import { version } from '../version.ts';
import { headOf } from './bundle-head.ts';
import { writeRelease } from './write-release.ts';

const root = resolve(import.meta.dirname, '../../../..');
const defaultKey = join(homedir(), '.config', 'nexus', 'release-key.pem');

const usage = `npm run bundle [-- --out <carpeta/folder>] [--key <archivo/file>] [--dirty]
npm run bundle:key [-- --key <archivo/file>]

  --out    dónde se escribe / where it is written             (./build)
  --key    clave privada de las versiones / release key       (NEXUS_RELEASE_KEY, ${defaultKey})
  --dirty  también con cambios sin confirmar, para pruebas / also with uncommitted changes, for tests
  --fast   comprime menos, para pruebas / compresses less, for tests
  --as     otro número de versión, para pruebas / another version number, for tests`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      key: { type: 'string' },
      dirty: { type: 'boolean' },
      fast: { type: 'boolean' },
      as: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const keyPath = resolve(values.key ?? (process.env['NEXUS_RELEASE_KEY'] || defaultKey));
  return positionals[0] === 'key' ? await makeKey(keyPath) : await bundle(keyPath, values);
}

/** Once for a house that makes releases. Never in the repository, and not on the machine that receives them. */
async function makeKey(path: string): Promise<number> {
  if (path.startsWith(`${root}/`))
    return fail('La clave no va en el repositorio. / The key does not go into the repository.');
  if (existsSync(path)) return fail(`Ya hay una clave en / there is a key already: ${path}`);
  const { privatePem, publicPem } = createReleaseKey();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, privatePem, { mode: 0o600, flag: 'wx' });
  const publicPath = `${path.replace(/\.pem$/, '')}.pub`;
  await writeFile(publicPath, publicPem, { mode: 0o644 });
  console.log(`✓ Clave privada, guárdela fuera de línea / private key, keep it offline: ${path}
✓ Clave pública, entréguela por otro camino / public key, hand it over by another way: ${publicPath}

  Huella / fingerprint:
  ${style('bold', fingerprintOf(publicPem))}`);
  return 0;
}

type BundleOptions = {
  out?: string | undefined;
  dirty?: boolean | undefined;
  fast?: boolean | undefined;
  as?: string | undefined;
};

async function bundle(
  keyPath: string,
  { out, dirty = false, fast = false, as = version }: BundleOptions,
): Promise<number> {
  if (!existsSync(keyPath)) {
    return fail(`No hay clave para firmar; hágala con npm run bundle:key. / No key to sign with; make one: ${keyPath}`);
  }
  const head = headOf(root, as);
  if (head.commit.endsWith('-dirty') && !dirty) {
    return fail(
      'Hay cambios sin confirmar; confírmelos o use --dirty. / There are uncommitted changes; commit them or use --dirty.',
    );
  }
  const privatePem = readFileSync(keyPath, 'utf8');
  const started = performance.now();
  console.log('… Construye la página / building the page');
  await ensurePageBuilt();
  console.log('… Reúne, firma y comprime / collecting, signing, compressing');
  const written = await writeRelease(root, head, resolve(out ?? join(root, 'build')), privatePem, fast ? 1 : 6);
  const mebibytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
  console.log(`✓ ${written.archive}
  ${mebibytes(written.bytes)}, ${mebibytes(written.unpackedBytes)} desempaquetado / unpacked, ${written.files} archivos / files, ${Math.round((performance.now() - started) / 1_000)} s
  Nexus ${head.version} · ${head.platform} · ${head.commit.slice(0, 12)}${head.commit.endsWith('-dirty') ? style('yellow', ' · con cambios / dirty') : ''}
  SHA-256  ${written.sha256}
  Clave / key  ${fingerprintOf(publicPemOf(privatePem))}

  Lleve los tres archivos / carry the three files: .tar.gz, .tar.gz.sha256, .tar.gz.sha256.sig
  Y por otro camino, una vez / and by another way, once: la clave pública / the public key (.pub)`);
  return 0;
}

function fail(message: string): number {
  console.error(`✗ ${message}`);
  return 1;
}

process.exitCode = await main();
