/** What writes bundles, on a connected machine; no program that is carried in needs it. */
export { encodeManifest } from './manifest.ts';
export { signBytes } from './signature.ts';
export { archiveOf, type Contents, describeContents, type Source } from './write-bundle.ts';
