/** The forms of a module's name that its files need. */
export type ModuleNames = {
  /** `watch-lists`: folder, package, file prefix, API path. */
  folder: string;
  /** `watch_lists` */
  table: string;
  /** `watchLists` */
  plural: string;
  /** `WatchLists` */
  Plural: string;
  /** `watchList` */
  one: string;
  /** `WatchList` */
  One: string;
  /** `watch list`, for sentences. */
  words: string;
};

/**
 * @param plural kebab-case, such as `watch-lists`.
 * @param singular kebab-case; left out, the plural without its last `s`.
 * @throws RangeError when a name is no kebab-case word, or the singular cannot be told.
 */
export function moduleNames(plural: string, singular?: string): ModuleNames {
  const one = singular ?? plural.replace(/s$/, '');
  for (const name of [plural, one]) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new RangeError(`"${name}" is not kebab-case`);
  }
  if (one === plural) throw new RangeError(`"${plural}" has no plural s: give the singular as well`);
  return {
    folder: plural,
    table: plural.replaceAll('-', '_'),
    plural: camel(plural),
    Plural: upper(camel(plural)),
    one: camel(one),
    One: upper(camel(one)),
    words: one.replaceAll('-', ' '),
  };
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function upper(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
