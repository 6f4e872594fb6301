import type { LicenceDocument } from '../documents/licence.ts';
import type { RevocationsDocument } from '../documents/revocations.ts';
import { refuse } from '../errors.ts';

export type InstallFacts = {
  product: string;
  now: Date;
  /** The newest file of this licence that the machine ever had. */
  newest: { seq: number; serial: string } | null;
  revocations: Pick<RevocationsDocument, 'licences'> | null;
};

/**
 * Whether a machine may take a file. An expired one is taken: it restricts nothing that is there, and may bring a chain or limits along.
 * @returns `same` for the file that is installed already
 * @throws LicenceFileError
 */
export function judgeInstall(
  licence: LicenceDocument,
  { product, now, newest, revocations }: InstallFacts,
): 'new' | 'same' {
  if (licence.product !== product) refuse('wrong_product', 'it is for another product');
  if (newest !== null && newest.serial !== licence.serial && licence.seq <= newest.seq)
    refuse('older_file', `number ${licence.seq}, and number ${newest.seq} was here already`);
  const revoked = revocations?.licences.find(({ licenceId }) => licenceId === licence.licenceId);
  // A suspension ends with a newer list, and then the file should be there.
  if (revoked?.state === 'revoked' && Date.parse(revoked.since) >= Date.parse(licence.issuedAt))
    refuse('revoked', `since ${revoked.since}`);
  // The moment of issue is believed more than the clock of the machine.
  const moment = Math.max(now.getTime(), Date.parse(licence.issuedAt));
  if (moment < Date.parse(licence.notBefore)) refuse('not_yet_valid', `from ${licence.notBefore}`);
  return newest?.serial === licence.serial ? 'same' : 'new';
}
