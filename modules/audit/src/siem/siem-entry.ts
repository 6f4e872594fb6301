/** One entry of the log as formats for other systems need it: out of its own bytes, with its place. */
export type SiemEntry = {
  sequence: number;
  id: string;
  time: string;
  action: string;
  outcome: 'success' | 'denied' | 'failed';
  actor: { kind: string; personId?: string; sessionId?: string; job?: string };
  spaceId?: string;
  labelId?: string;
  objects: { kind: string; id: string }[];
  reason?: string;
  details?: Record<string, unknown>;
  /** The canonical JSON that was hashed. */
  text: string;
};

/** Of whom everything that is sent says that it comes. */
export type SiemSource = { host: string; version: string; origin: string };

export function siemEntryOf(sequence: number, entry: Buffer): SiemEntry {
  const text = entry.toString('utf8');
  const claims = JSON.parse(text) as Omit<SiemEntry, 'sequence' | 'text'>;
  return { ...claims, objects: claims.objects ?? [], sequence, text };
}

/** The network address that an attempt to come in carries; no other entry has one. */
export function sourceAddressOf({ details }: SiemEntry): string | null {
  const address = details?.['address'];
  return typeof address === 'string' ? address : null;
}
