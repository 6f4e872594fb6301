import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  armour,
  keyPurposes,
  newSigningKey,
  privatePemOf,
  publicPemOf,
  readPrivatePem,
  readPublicPem,
  signIntermediate,
} from '@nexus/licence-file';
import { style } from '@nexus/terminal';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage.ts';

export const rootUsage =
  './nexus licence root new --out <raíz>\n' +
  './nexus licence root sign <clave pública.pem> --root <raíz.key.pem> --issuer <nombre> [--days <n>] [--out <archivo>]';

/** `./nexus licence root`: what the issuer of licences does on a machine without a network. */
export async function rootKey(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'new') return await makeRoot(rest);
  if (name === 'sign') return await signKey(rest);
  throw new UsageError(rootUsage);
}

/** Two files: the private one stays offline, the public one goes into the hub and into the bundles of vaults. */
async function makeRoot(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' } } });
  if (!values.out) throw new UsageError(rootUsage);
  const key = newSigningKey();
  const [secret, open] = [`${values.out}.key.pem`, `${values.out}.pem`];
  await writeFile(secret, privatePemOf(key), { mode: 0o600, flag: 'wx', flush: true });
  await writeFile(open, publicPemOf(key), { flag: 'wx', flush: true });
  console.log(`${style('green', '✓')} ${key.kid}`);
  console.log(`  ${secret}  guárdela sin red, en dos lugares / keep it offline, in two places`);
  console.log(
    `  ${open}  al hub, y a apps/vault/licence-roots antes de hacer el paquete / into the hub, and there before bundling`,
  );
  return exitCodes.done;
}

/** The root's word for a signing key that a hub made. */
async function signKey(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { root: text, issuer: text, days: { type: 'string', default: '730' }, out: text } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const days = Number(values.days);
  const [path] = positionals;
  if (!path || !values.root || !values.issuer || !Number.isInteger(days) || days < 1 || days > 3_650)
    throw new UsageError(rootUsage);
  const root = await readKey(values.root, readPrivatePem);
  const key = await readKey(path, readPublicPem);
  const instant = (moment: Date) => `${moment.toISOString().slice(0, 19)}Z`;
  const now = new Date();
  const file = signIntermediate(
    {
      issuedAt: instant(now),
      publicKey: key.bytes.toString('base64'),
      issuer: values.issuer,
      purposes: [...keyPurposes],
      notBefore: instant(now),
      notAfter: instant(new Date(now.getTime() + days * 86_400_000)),
    },
    root,
  );
  const out = values.out ?? `${key.kid.slice(0, 8)}.certificado.txt`;
  await writeFile(out, armour(file), { flag: 'wx', flush: true });
  console.log(`${style('green', '✓')} ${out}`);
  return exitCodes.done;
}

async function readKey<K>(path: string, read: (pem: string) => K): Promise<K> {
  const pem = await readFile(path, 'utf8');
  try {
    return read(pem);
  } catch {
    throw new UsageError(`${path} no es una clave Ed25519 en PEM. / It is no Ed25519 key in PEM.`);
  }
}
