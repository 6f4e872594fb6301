export { type SealContext, type SealedRead, type Sealer, type SealPurpose, systemSpaceId } from './contract.ts';
export { sealOverhead } from './envelope.ts';
export { KeyFileError, SealBrokenError, type SealFault } from './errors.ts';
export { enterFipsMode, type FipsMode, fipsMode, leaveFipsMode, NotApprovedError, refuseUnapproved } from './fips.ts';
export { hkdf, type RootPurpose, rootPurposeKey } from './key-derivation.ts';
export { createEvaluationKeyFile, readKeyFile } from './key-file.ts';
export { generateKey, keyIdOf, unwrapKey, wrapKey } from './key-wrapping.ts';
export { runKnownAnswerTests } from './known-answers.ts';
export {
  defaultPasswordCost,
  hashPassword,
  maxPasswordLength,
  needsRehash,
  type PasswordCost,
  verifyPassword,
} from './passwords.ts';
export {
  blindingAs,
  createSealer,
  fingerprintKeyOf,
  joinSealer,
  type SealerOptions,
  type SharedSealer,
  type SpaceKey,
  sealedKeyId,
  shareSealer,
} from './sealer.ts';
export { interpolate, maxShares, type Point, splitSecret } from './shamir.ts';
export { plainStreamSize, sealedStreamSize } from './stream.ts';
export { equalInConstantTime, hashToken, newToken } from './tokens.ts';
export { formatShare, parseShare, type Share } from './unseal/share-text.ts';
export { UnsealError, type UnsealFault } from './unseal/unseal.errors.ts';
export {
  newGeneration,
  type OpenedRoot,
  parseUnsealFile,
  readUnsealFile,
  rewrapGeneration,
  type UnsealFile,
  type UnsealGeneration,
  unsealFileOf,
  unsealWithKeyFile,
  unsealWithPassphrase,
  unsealWithShares,
  writeUnsealFile,
} from './unseal/unseal-file.ts';
export {
  newKeyFile,
  newPassphrase,
  newShares,
  recogniseShare,
  type SharesMethod,
  type UnsealMethod,
} from './unseal/unseal-methods.ts';
