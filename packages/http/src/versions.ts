import { InvalidInputError, StaleVersionError } from '@nexus/kernel';
import type { FastifyRequest } from 'fastify';
import { VersionRequiredError } from './http-errors.ts';

/** Strong entity tag of a row version: `"v3"`. Send it as `ETag`. */
export function versionTag(version: number | bigint): string {
  return `"v${version}"`;
}

/**
 * Checks `If-Match` against the current version of the object that is about to be edited.
 * @throws VersionRequiredError (428) without the header, StaleVersionError (412) when it names no current version.
 */
export function requireVersion(request: FastifyRequest, current: number | bigint): void {
  const tags = ifMatchTags(request);
  if (tags.includes('*') || tags.includes(versionTag(current))) return;
  throw new StaleVersionError('Somebody else changed it in the meantime. Load it again, then repeat the change.');
}

/**
 * The one version that `If-Match` names, for services that compare inside their transaction; `null` for `*`.
 * @throws VersionRequiredError (428) without the header, InvalidInputError (400) for several tags or a foreign one.
 */
export function expectedVersion(request: FastifyRequest): number | null {
  const tags = ifMatchTags(request);
  if (tags.length === 1 && tags[0] === '*') return null;
  const version = tags.length === 1 ? /^"v(\d{1,15})"$/.exec(tags[0]!)?.[1] : undefined;
  if (version !== undefined) return Number(version);
  throw new InvalidInputError('If-Match names one version, as ETag gave it.', [
    { path: 'headers/if-match', message: 'not an ETag of this server' },
  ]);
}

function ifMatchTags(request: FastifyRequest): string[] {
  const header = request.headers['if-match'];
  if (header === undefined) {
    throw new VersionRequiredError('Send If-Match with the ETag of the version that you changed.');
  }
  return header.split(',').map((tag) => tag.trim());
}
