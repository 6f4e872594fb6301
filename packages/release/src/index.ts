export { type CheckOptions, checkTree, type TreeCheck, type TreeFault, type TreeRecord } from './check-tree.ts';
export { copyBundle } from './copy-bundle.ts';
export {
  type Added,
  type AddOptions,
  addVersion,
  bundledKeyName,
  createInstallation,
  ensureFits,
  goBack,
  type Installation,
  listVersions,
  openInstallation,
  pinnedKeyName,
  prefixOf,
} from './installation.ts';
export { type Manifest, type ManifestFile, manifestName, signatureName } from './manifest.ts';
export { findManifest, openManifest, type SignedManifest } from './read-bundle.ts';
export { ReleaseError, type ReleaseFault } from './release-error.ts';
export { createReleaseKey, fingerprintOf, isSignedBy, publicPemOf, readPublicKeyFile } from './signature.ts';
export { unpackBundle } from './unpack-bundle.ts';
export { compareReleases } from './versions.ts';
