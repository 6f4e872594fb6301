const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** The document that a text names: its identifier, or an address of it such as people send each other. */
export function documentIdIn(text: string): string | null {
  const path = /\/documents\/([0-9a-f-]{36})/i.exec(text)?.[1];
  return (uuid.exec(path ?? text)?.[0] ?? null)?.toLowerCase() ?? null;
}
