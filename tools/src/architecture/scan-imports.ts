import { parseSync, type StaticExportEntry, type StaticImport, Visitor } from 'oxc-parser';

/** One mention of another file or package, wherever the language allows one. */
export type ImportUse = {
  specifier: string;
  /** 1-based. */
  line: number;
  /** Erased when the program runs: `import type`, all-`type` members, `import('x').T`. */
  typeOnly: boolean;
  /** Names as the exporting side knows them; empty for `import()`, side effects; `*` for everything. */
  names: readonly string[];
};

/**
 * All imports of one TypeScript file: static, re-exports, `import()` of a literal, `require()` of a literal, and import types.
 * A parser decides what is an import, so strings and comments that look like one do not count. A computed `import(x)` cannot be known and is left out.
 * @throws SyntaxError when the text is no TypeScript.
 */
export function scanImports(path: string, text: string): ImportUse[] {
  const result = parseSync(path, text);
  const broken = result.errors.find((error) => error.severity === 'Error');
  if (broken) throw new SyntaxError(`${path}: ${broken.message}`);

  const lineAt = lineFinder(text);
  const uses: ImportUse[] = [];
  for (const statement of result.module.staticImports) {
    const { value, start } = statement.moduleRequest;
    uses.push({
      specifier: value,
      line: lineAt(start),
      typeOnly: isTypeImport(statement),
      names: importedNames(statement),
    });
  }
  for (const statement of result.module.staticExports) {
    const entries = statement.entries.filter((entry) => entry.moduleRequest);
    const request = entries[0]?.moduleRequest;
    if (!request) continue;
    const typeOnly = entries.every((entry) => entry.isType);
    uses.push({ specifier: request.value, line: lineAt(request.start), typeOnly, names: entries.map(reexportedName) });
  }
  const add = (specifier: string, start: number, typeOnly: boolean) =>
    uses.push({ specifier, line: lineAt(start), typeOnly, names: [] });
  new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source.value, node.start, false);
    },
    TSImportType(node) {
      add(node.source.value, node.start, true);
    },
    CallExpression(node) {
      const [argument] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return;
      if (argument?.type === 'Literal' && typeof argument.value === 'string') add(argument.value, node.start, false);
    },
  }).visit(result.program);
  return uses;
}

function isTypeImport(statement: StaticImport): boolean {
  return statement.entries.length > 0 && statement.entries.every((entry) => entry.isType);
}

function importedNames(statement: StaticImport): string[] {
  return statement.entries.map(({ importName }) => {
    if (importName.kind === 'NamespaceObject') return '*';
    return importName.kind === 'Default' ? 'default' : (importName.name ?? '*');
  });
}

function reexportedName(entry: StaticExportEntry): string {
  return entry.importName.kind === 'Name' ? (entry.importName.name ?? '*') : '*';
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
