import { readFile } from 'node:fs/promises';
import {
  claimsOf,
  type DocumentKind,
  kindOfFile,
  type LicenceDocument,
  LicenceFileError,
  openActivationRequest,
  openIssued,
  readFileBytes,
  readIntermediate,
  readPublicPem,
  type Trust,
} from '@nexus/licence-file';
import { printable, style } from '@nexus/terminal';
import { readPinnedRoots } from '../../licence/pinned-roots.ts';
import { exitCodes } from '../exit-codes.ts';
import { faultWords } from './licence-words.ts';

type Looked = {
  kind: DocumentKind | null;
  /** Null when the file cannot be believed; `fault` says why. */
  content: object | null;
  issuer: string | null;
  fault: LicenceFileError['fault'] | null;
  /** A machine's own file: its signature holds, or is to be checked by whoever activated that machine. */
  isOfMachine: boolean;
};

/**
 * `./nexus licence inspect` and `verify`: what a file says and whether it is to be believed, without any server. `verify` ends with 1 when it is not.
 * @param roots PEM files of roots to believe besides those that the program carries
 */
export async function inspectFile(
  path: string,
  { roots, json, strict }: { roots: readonly string[]; json: boolean; strict: boolean },
): Promise<number> {
  const pinned = await readPinnedRoots([]);
  const named = await Promise.all(roots.map(async (file) => readPublicPem(await readFile(file, 'utf8'))));
  const looked = look(await readFile(path), { roots: [...pinned, ...named] });
  if (json) console.log(JSON.stringify(looked, null, 2));
  else print(looked, pinned.length + named.length === 0);
  return strict && looked.fault !== null ? exitCodes.failed : exitCodes.done;
}

function look(bytes: Uint8Array, trust: Trust): Looked {
  let kind: DocumentKind | null = null;
  try {
    const file = readFileBytes(bytes);
    kind = kindOfFile(file);
    return { kind, fault: null, ...read(kind, file, trust) };
  } catch (error) {
    if (!(error instanceof LicenceFileError)) throw error;
    return { kind, content: null, issuer: null, fault: error.fault, isOfMachine: false };
  }
}

function read(
  kind: DocumentKind | null,
  file: Buffer,
  trust: Trust,
): Pick<Looked, 'content' | 'issuer' | 'isOfMachine'> {
  if (kind === 'licence' || kind === 'revocations' || kind === 'activation-response') {
    const { content, signedBy } = openIssued(kind, file, trust);
    return { content, issuer: signedBy.issuer, isOfMachine: false };
  }
  if (kind === 'key') {
    const { bytes: _bytes, ...content } = readIntermediate(file, trust);
    return { content, issuer: content.issuer, isOfMachine: false };
  }
  if (kind === 'activation-request')
    return { content: openActivationRequest(file).content, issuer: null, isOfMachine: true };
  if (kind === 'usage-report' || kind === 'deactivation-receipt')
    return { content: claimsOf(kind, file), issuer: null, isOfMachine: true };
  throw new LicenceFileError('not_a_licence_file', 'the beginning');
}

const kindWords: Readonly<Record<DocumentKind, string>> = {
  key: 'Clave intermedia / intermediate key',
  licence: 'Licencia / licence',
  revocations: 'Lista de revocación / revocation list',
  'activation-request': 'Solicitud de activación / activation request',
  'activation-response': 'Respuesta de activación / activation response',
  'deactivation-receipt': 'Recibo de baja / deactivation receipt',
  'usage-report': 'Informe de uso / usage report',
};

function print({ kind, content, issuer, fault, isOfMachine }: Looked, hasNoRoots: boolean): void {
  console.log(kind === null ? '?' : kindWords[kind]);
  if (fault !== null) {
    console.log(style('red', `✗ ${fault}: ${faultWords[fault]}`));
    if (fault === 'unknown_key' && hasNoRoots)
      console.log(
        '  Este programa no lleva ninguna clave raíz; indíquela con --root. / This program carries no root key; name one with --root.',
      );
    return;
  }
  const by = isOfMachine ? 'la máquina misma / the machine itself' : printable(issuer ?? '');
  console.log(style('green', `✓ ${isOfMachine ? 'dice / says' : 'firmado por / signed by'} ${by}`));
  if (kind === 'licence') printLicence(content as LicenceDocument);
  else console.log(JSON.stringify(content, null, 2));
}

function printLicence(licence: LicenceDocument): void {
  const {
    customer,
    kind,
    modules,
    seats,
    limits,
    notBefore,
    expires,
    maintenanceUntil,
    meteredUnits,
    machine,
    serial,
    seq,
  } = licence;
  const lines: [string, string][] = [
    ['cliente / customer', printable(customer.name)],
    ['modelo / kind', kind],
    ['módulos / modules', modules.join(', ') || '—'],
    ['máquinas / machines', String(seats)],
    [
      'límites / limits',
      Object.entries(limits)
        .map(([unit, limit]) => `${unit} ${limit}`)
        .join(', ') || '—',
    ],
    ['vale / valid', `${notBefore} → ${expires ?? 'siempre / for ever'}`],
    ['mantenimiento / maintenance', maintenanceUntil ?? '—'],
    ['se informa de / reported', meteredUnits.join(', ') || '—'],
    ['atada a una máquina / bound', machine ? `${machine.need} señas / marks` : 'no'],
    ['serie / serial', `${serial} (${seq})`],
  ];
  for (const [label, value] of lines) console.log(`  ${label.padEnd(30)} ${value}`);
}
