import {
  armour,
  type LicenceDocument,
  openIssued,
  type RevocationsDocument,
  readPrivatePem,
  type SigningKey,
  type Trust,
  type TrustedKey,
} from '@nexus/licence-file';
import type { LicenceSealer } from '../licence.ports.ts';
import type { ActivationRow, LicenceFileRow, ReportRow, RevocationsRow } from '../licence.tables.ts';

export type InstalledLicence = { content: LicenceDocument; signedBy: TrustedKey; row: LicenceFileRow };

/** Files as text, sealed; opened, they are checked against the pinned keys each time: what the database says alone is not believed. */
export function sealedFiles(sealer: LicenceSealer, trust: Trust) {
  const text = (kind: string) => ({
    seal: (objectId: string, value: string) => sealer.sealText({ kind, objectId }, value),
    open: (objectId: string, sealed: Buffer) => sealer.openText({ kind, objectId }, sealed),
  });
  const licence = text('licence_files.file');
  const revocations = text('licence_revocations.file');
  const deviceKey = text('licence_activations.device_key');
  const request = text('licence_activations.request');
  const receipt = text('licence_activations.receipt');
  const report = text('usage_reports.file');
  return {
    deviceKey,
    request,
    receipt,
    sealLicence: (serial: string, file: Uint8Array) => licence.seal(serial, armour(file)),
    sealRevocations: (id: string, file: Uint8Array) => revocations.seal(id, armour(file)),
    sealReport: (id: string, file: Uint8Array) => report.seal(id, armour(file)),
    openReport: ({ id, file }: Pick<ReportRow, 'id' | 'file'>) => report.open(id, file),
    /** @throws LicenceFileError when the program does not believe its key any more */
    openLicence(row: LicenceFileRow): InstalledLicence {
      const { content, signedBy } = openIssued('licence', licence.open(row.serial, row.file), trust);
      return { content, signedBy, row };
    },
    openRevocations(row: RevocationsRow): RevocationsDocument {
      return openIssued('revocations', revocations.open(row.id, row.file), trust).content;
    },
    signingKeyOf({ id, deviceKey: sealed }: Pick<ActivationRow, 'id' | 'deviceKey'>): SigningKey {
      return readPrivatePem(deviceKey.open(id, sealed));
    },
  };
}

export type SealedFiles = ReturnType<typeof sealedFiles>;
