export type LockEntry = {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};

/** The `packages` of package-lock.json: folder, relative to the root, to what is in it. */
export type Lock = Readonly<Record<string, LockEntry>>;

export type ProductionPackages = {
  /** Our own: folders such as `packages/db`. */
  workspaces: string[];
  /** Of others: folders such as `node_modules/zod`. */
  libraries: string[];
};

/**
 * What the programs need to run, by the lock file alone: from the given folders along `dependencies`, the required peers, and the optional ones that fit the
 * platform. Nothing that only builds, checks or tests is reached.
 * @throws Error when the lock lacks something that is needed
 */
export function productionPackages(lock: Lock, roots: readonly string[], platform: string): ProductionPackages {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    found.add(folder);
    const entry = lock[folder];
    if (!entry) throw new Error(`package-lock.json has no ${folder}`);
    for (const name of Object.keys(entry.dependencies ?? {})) visit(resolve(lock, folder, name, true)!);
    for (const name of Object.keys(entry.peerDependencies ?? {})) {
      const isOptional = entry.peerDependenciesMeta?.[name]?.optional === true;
      const place = isOptional ? null : resolve(lock, folder, name, false);
      if (place !== null) visit(place);
    }
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const place = resolve(lock, folder, name, false);
      if (place !== null && fits(lock[place]!, place, platform)) visit(place);
    }
  };
  for (const root of roots) visit(root);
  const all = [...found].sort();
  return {
    workspaces: all.filter((folder) => !folder.includes('node_modules/')),
    libraries: all.filter((folder) => folder.includes('node_modules/')),
  };
}

/** As Node does: the nearest `node_modules` upwards. A link leads to the workspace. */
function resolve(lock: Lock, from: string, name: string, isRequired: boolean): string | null {
  for (let folder = from; ; folder = parentOf(folder)) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = lock[place];
    if (entry) return entry.link ? entry.resolved! : place;
    if (folder === '') break;
  }
  if (isRequired) throw new Error(`package-lock.json has no ${name}, which ${from} needs`);
  return null;
}

function parentOf(folder: string): string {
  const cut = folder.lastIndexOf('/');
  return cut < 0 ? '' : folder.slice(0, cut);
}

/** By `os` and `cpu`; a package for another C library says so in its name only. */
function fits(entry: LockEntry, folder: string, platform: string): boolean {
  const [os, cpu] = platform.split('-') as [string, string];
  return (
    (entry.os?.includes(os) ?? true) &&
    (entry.cpu?.includes(cpu) ?? true) &&
    !(os === 'linux' && folder.endsWith('-musl'))
  );
}
