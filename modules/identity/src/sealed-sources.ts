import { newId } from '@nexus/kernel';
import type { IdentitySealer } from './identity.parts.ts';
import type { SourceKind } from './identity.tables.ts';
import type { Source, SourceSettings } from './sources.settings.ts';

export type SealedSources = ReturnType<typeof sealedSources>;

/** How the sealed columns and tokens of this module are sealed. */
export function sealedSources(sealer: IdentitySealer) {
  const settingsContext = (id: string) => ({ kind: 'sign_in_sources.settings', objectId: id });
  const subjectContext = (sourceId: string) => ({ kind: 'external_identities.subject', objectId: sourceId });
  return {
    sealSettings: (id: string, { settings }: SourceSettings) => sealer.sealJson(settingsContext(id), settings),
    openSource: (row: { id: string; kind: SourceKind; settings: Buffer; version: number }): Source =>
      ({
        id: row.id,
        kind: row.kind,
        version: row.version,
        settings: sealer.openJson(settingsContext(row.id), row.settings),
      }) as Source,
    sealSubject: (sourceId: string, subject: string) => sealer.sealText(subjectContext(sourceId), subject),
    openSubject: (sourceId: string, sealed: Buffer) => sealer.openText(subjectContext(sourceId), sealed),
    subjectFingerprint: (sourceId: string, subject: string) =>
      sealer.fingerprint('external_identities.subject', `${sourceId} ${subject}`),

    /** Something that goes to the browser and comes back, unread and unchanged. */
    sealToken(kind: 'identity.flow' | 'identity.ticket', value: object): string {
      const objectId = newId();
      return `${objectId}.${sealer.sealJson({ kind, objectId }, value).toString('base64url')}`;
    },
    /** Null for what is not ours. */
    openToken<Value>(kind: 'identity.flow' | 'identity.ticket', token: string): Value | null {
      const [objectId = '', sealed = ''] = token.split('.', 2);
      try {
        return sealer.openJson<Value>({ kind, objectId }, Buffer.from(sealed, 'base64url'));
      } catch {
        // Changed, or of another server: as good as none.
        return null;
      }
    },
  };
}
