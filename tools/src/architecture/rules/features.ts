import type { Rule } from '../project.ts';

/** In a web application the folders below `features/` do not know each other: what two of them share belongs to `app/` or `packages/ui`. */
export const features: Rule = {
  name: 'feature',
  check: ({ files }) =>
    files.flatMap((file) =>
      file.imports.flatMap((use) => {
        const from = featureOf(file.path);
        const to = use.target === null ? null : featureOf(use.target);
        if (file.isTest || from === null || to === null || from === to) return [];
        return [{ rule: 'feature', file: file.path, line: use.line, message: `${from} may not import ${to}` }];
      }),
    ),
};

function featureOf(file: string): string | null {
  return /^(apps\/[^/]+\/web\/(?:src\/)?features\/[^/]+)\//.exec(file)?.[1] ?? null;
}
