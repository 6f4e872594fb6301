const held = new Map<string, string>();

/**
 * The secret of a one-time link, from the fragment of the address, which no server ever sees. It is taken out of the address at once, so
 * that it stays in no history, bookmark or screenshot, and is kept in memory alone. Null when the address has none.
 */
export function takeLinkToken(): string | null {
  const { pathname, search, hash } = window.location;
  if (hash.length > 1) {
    held.set(pathname, hash.slice(1));
    window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  }
  return held.get(pathname) ?? null;
}

/** After the link was used. */
export function forgetLinkToken(): void {
  held.clear();
}
