import type { Column } from './read-columns.ts';

const scalars: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  float4: 'number',
  float8: 'number',
  int8: 'Int8',
  bytea: 'Bytes',
  timestamptz: 'Date',
  timestamp: 'Date',
  json: 'Json',
  jsonb: 'Json',
};

// Arrays of other types (enums, domains) arrive as one text.
const arrayElements = new Set(
  'bool int2 int4 int8 float4 float8 numeric text varchar uuid date timestamptz bytea json jsonb'.split(' '),
);

// Inside an array what is read is also what is written.
const elements: Readonly<Record<string, string>> = { Int8: 'bigint', Bytes: 'Buffer', Json: 'unknown' };

/**
 * TypeScript of one module's tables: a type for each table and one that gathers them for `Tx<...>`. What the database sends as
 * text (uuid, numeric, date, inet, ...) is a string.
 * @throws Error for a name that does not survive the way to camelCase and back, or an array that `pg` cannot read
 */
export function renderTables(module: string, columns: readonly Column[]): string {
  const relations = Map.groupBy(columns, ({ relation }) => relation);
  const bodies = [...relations].map(([relation, own]) => {
    const fields = own.map((column) => `  ${toCamelCase(column.name)}: ${columnType(column)};\n`);
    return `export type ${toPascalCase(relation)}Table = {\n${fields.join('')}};\n`;
  });
  const gathered = [...relations.keys()].map(
    (relation) => `  ${toCamelCase(relation)}: ${toPascalCase(relation)}Table;\n`,
  );
  const all = `export type ${toPascalCase(module.replaceAll('-', '_'))}Tables = {\n${gathered.join('')}};\n`;
  const body = [...bodies, all].join('\n');
  const imports = ['Bytes', 'Generated', 'GeneratedAlways', 'Int8', 'Json', 'ReadOnly'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body),
  );
  const importLine = imports.length === 0 ? '' : `import type { ${imports.join(', ')} } from '@nexus/db';\n\n`;
  return `// Generated from the migrated database; do not edit. Write a migration and run the generator of packages/db.\n${importLine}${body}`;
}

function columnType({ relation, name, baseType, isArray, labels, isNullable, generated, isView }: Column): string {
  if (isArray && !arrayElements.has(baseType))
    throw new Error(`${relation}.${name}: arrays of ${baseType} cannot be read; use text[] with a check.`);
  const scalar =
    labels === null
      ? (scalars[baseType] ?? 'string')
      : labels.map((label) => `'${label.replaceAll("'", "\\'")}'`).join(' | ');
  const value = isArray ? `Array<${elements[scalar] ?? scalar}>` : scalar;
  const full = isNullable ? `${value} | null` : value;
  if (isView) return `ReadOnly<${full}>`;
  if (generated === 'always') return `GeneratedAlways<${full}>`;
  return generated === 'default' ? `Generated<${full}>` : full;
}

/** The rule of Kysely's CamelCasePlugin, checked both ways because a query goes back through it. */
export function toCamelCase(name: string): string {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const back = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (back !== name)
    throw new Error(`The name ${name} is not plain snake_case (no capitals, no digit after an underscore).`);
  return camel;
}

function toPascalCase(name: string): string {
  const camel = toCamelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
