/** What is asked about: a document, or a whole space. */
export type AskedAbout = { documentId: string } | { spaceId: string };

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
const address = /\/(documents|spaces)\/([0-9a-f-]{36})/gi;

/** What a text names: an address of a document or a space, such as people send each other, or the identifier of a document. */
export function askedAboutIn(text: string): AskedAbout | null {
  const [, kind, inAddress] = [...text.matchAll(address)].at(-1) ?? [];
  const id = uuid.exec(inAddress ?? text)?.[0].toLowerCase();
  if (!id) return null;
  return kind?.toLowerCase() === 'spaces' ? { spaceId: id } : { documentId: id };
}

/** As short as it can stand in the address of the page; `askedAboutIn` reads it again. */
export function writtenOf(about: AskedAbout): string {
  return 'spaceId' in about ? `/spaces/${about.spaceId}` : about.documentId;
}
