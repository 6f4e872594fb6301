/** Kinds of files as people choose them, with the formats that each stands for. The keys are words in `app:source.kinds`. */
export const kindGroups = {
  pdf: ['pdf'],
  word: ['docx', 'doc', 'odt', 'rtf'],
  sheet: ['xlsx', 'xls', 'ods', 'csv', 'tsv'],
  slides: ['pptx', 'ppt', 'odp'],
  mail: ['eml', 'msg', 'mbox'],
  image: ['png', 'jpeg', 'tiff', 'gif', 'bmp', 'webp'],
  text: ['text', 'markdown', 'html', 'json', 'xml'],
} as const satisfies Record<string, readonly string[]>;

export type KindGroup = keyof typeof kindGroups;
export const kindGroupNames = Object.keys(kindGroups) as KindGroup[];

export function formatsOf(groups: readonly KindGroup[]): string[] {
  return groups.flatMap((group) => [...kindGroups[group]]);
}

export function groupOf(format: string | null): KindGroup | null {
  return kindGroupNames.find((name) => (kindGroups[name] as readonly string[]).includes(format ?? '')) ?? null;
}
