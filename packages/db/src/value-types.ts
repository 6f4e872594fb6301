import pg from 'pg';

const { builtins } = pg.types;
const int8Array = 1016;
const arraysOfText = new Set([1182 /* date[] */, 1231 /* numeric[] */]);
const parseTextArray = pg.types.getTypeParser(1009 as number, 'text') as (text: string) => (string | null)[];

/**
 * How PostgreSQL's values arrive: int8 as bigint, timestamptz as Date, bytea as Buffer, date and numeric as text (neither has an
 * exact type in JavaScript), jsonb parsed. Set per connection, never on the global of `pg`.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === builtins.INT8) return BigInt;
    if (oid === int8Array) return (text: string) => parseTextArray(text).map(toBigInt);
    if (arraysOfText.has(oid)) return parseTextArray;
    if (oid === builtins.DATE || oid === builtins.INTERVAL) return asText;
    return pg.types.getTypeParser(oid, 'text');
  },
};

function asText(text: string): string {
  return text;
}

function toBigInt(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
