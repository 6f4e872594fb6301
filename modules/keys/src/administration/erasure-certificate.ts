import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { BackupGeneration } from '../keys.ports.ts';

export type ErasureCertificate = {
  format: 'nexus-erasure-certificate 1';
  id: string;
  spaceId: string;
  reason: string;
  requestedBy: string;
  requestedAt: string;
  approvedBy: string;
  approvedAt: string;
  erasedAt: string;
  /** Ids of the keys that were destroyed, in hex. */
  keys: string[];
  objectsRemoved: number;
  proof: {
    /** Sealed objects that were put aside before; null opened before when the work was taken up again after a stop. */
    samples: number;
    openedBefore: number | null;
    openedAfter: number;
  };
  /** Where the space can still be opened, and until when. */
  backups: BackupGeneration[];
};

export type SignedCertificate = {
  certificate: ErasureCertificate;
  signature: { algorithm: 'Ed25519'; publicKey: string; value: string };
};

/** RFC 8410: 32 bytes of a private key behind the prefix that says so. */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 bytes: the installation's key for certificates */
export function signCertificate(certificate: ErasureCertificate, seed: Uint8Array): SignedCertificate {
  const privateKey = createPrivateKey({ key: Buffer.concat([ed25519Prefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  const value = sign(null, Buffer.from(JSON.stringify(certificate)), privateKey).toString('base64');
  return { certificate, signature: { algorithm: 'Ed25519', publicKey, value } };
}

export function isGenuine({ certificate, signature }: SignedCertificate): boolean {
  const key = createPublicKey({ key: Buffer.from(signature.publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(JSON.stringify(certificate)), key, Buffer.from(signature.value, 'base64'));
}

/** For people and for paper, in both languages. */
export function describeCertificate({ certificate, signature }: SignedCertificate): string {
  const { proof, backups } = certificate;
  const before = proof.openedBefore === null ? '' : ` (antes / before: ${proof.openedBefore})`;
  const left =
    backups.length === 0
      ? ['  Ninguna conocida / none known']
      : backups.map(
          ({ id, place, takenAt, expiresAt }) =>
            `  ${id}  ${place}  ${takenAt}  → ${expiresAt ?? 'sin plazo / no end'}`,
        );
  return [
    'CERTIFICADO DE BORRADO / CERTIFICATE OF ERASURE',
    `Solicitud / request       ${certificate.id}`,
    `Espacio / space           ${certificate.spaceId}`,
    `Motivo / reason           ${certificate.reason}`,
    `Pedido por / requested by ${certificate.requestedBy}  ${certificate.requestedAt}`,
    `Aprobado / approved by    ${certificate.approvedBy}  ${certificate.approvedAt}`,
    `Borrado / erased          ${certificate.erasedAt}`,
    `Claves destruidas / keys destroyed: ${certificate.keys.join(', ')}`,
    `Objetos eliminados / objects removed: ${certificate.objectsRemoved}`,
    `Prueba / proof: ${proof.samples} objetos sellados, abiertos después / sealed objects, opened after: ${proof.openedAfter}${before}`,
    'Copias de seguridad que aún podrían abrirse / backups that could still be opened:',
    ...left,
    `Firma / signature (Ed25519): ${signature.value}`,
    `Clave pública / public key: ${signature.publicKey}`,
    '',
  ].join('\n');
}
