export { type SealContext, type SealedRead, type Sealer, type SealPurpose, systemSpaceId } from './contract.ts';
export { sealOverhead } from './envelope.ts';
export { KeyFileError, SealBrokenError, type SealFault } from './errors.ts';
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
  createSealer,
  joinSealer,
  type SealerOptions,
  type SharedSealer,
  type SpaceKey,
  shareSealer,
} from './sealer.ts';
export { interpolate, maxShares, type Point, splitSecret } from './shamir.ts';
export { plainStreamSize, sealedStreamSize } from './stream.ts';
export { equalInConstantTime, hashToken, newToken } from './tokens.ts';
