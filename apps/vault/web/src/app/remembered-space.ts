const storageKey = 'nexus.space';

/** Where the person was last; only a convenience of this browser. */
export function lastSpaceId(): string | null {
  return localStorage.getItem(storageKey);
}

export function rememberSpace(spaceId: string): void {
  localStorage.setItem(storageKey, spaceId);
}
