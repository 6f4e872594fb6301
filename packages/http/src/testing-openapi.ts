type Schema = Record<string, unknown>;

export type OpenApiOperation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: Schema[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
};

export type OpenApiDocument = {
  openapi: string;
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
};

/** The words of a Schema Object in OpenAPI 3.0.3, section 4.7.24. */
const schemaWords = new Set(
  [
    'title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems',
    'uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties',
    'additionalProperties description format default nullable discriminator readOnly writeOnly example externalDocs deprecated',
  ].flatMap((line) => line.split(' ')),
);

const types = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);

/**
 * What makes a document invalid under OpenAPI 3.0.3, with the place of each fault: words of later versions, several types at once,
 * references that lead nowhere, operations without id, summary, tags or described responses, without the problems that follow from what they
 * take and who may call them, ids used twice.
 */
export function openApiFaults(document: OpenApiDocument): string[] {
  const faults = document.openapi === '3.0.3' ? [] : [`openapi: ${document.openapi}`];
  const { schemas } = document.components;
  const seenIds = new Set<string>();
  for (const [name, schema] of Object.entries(schemas)) faults.push(...schemaFaults(schema, name, schemas));
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      faults.push(...operationFaults(operation, `${method} ${path}`, schemas));
      if (seenIds.has(operation.operationId)) faults.push(`${method} ${path}: operationId used twice`);
      seenIds.add(operation.operationId);
    }
  }
  return faults;
}

function operationFaults(operation: OpenApiOperation, at: string, schemas: Record<string, Schema>): string[] {
  const faults: string[] = [];
  if (!operation.operationId) faults.push(`${at}: no operationId`);
  if (!operation.summary) faults.push(`${at}: no summary`);
  if (!operation.tags?.length) faults.push(`${at}: no tags`);
  const statuses = Object.keys(operation.responses);
  // Where an operation sends a browser on, that is its success.
  if (!statuses.some((status) => /^[23]/.test(status))) faults.push(`${at}: no success response`);
  if (!statuses.some((status) => status.startsWith('5'))) faults.push(`${at}: no problem response`);
  const expected = ['429'];
  if (operation.security?.length !== 0) expected.push('401', '403');
  if (operation.parameters?.some((parameter) => parameter.in === 'path')) expected.push('404');
  if (operation.requestBody || operation.parameters?.length) expected.push('400');
  for (const status of expected) if (!statuses.includes(status)) faults.push(`${at}: no ${status} response`);
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in === 'path' && parameter.required !== true) faults.push(`${at} ${parameter.name}: not required`);
    faults.push(...schemaFaults(parameter.schema, `${at} ${parameter.name}`, schemas));
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    // What the generator writes where nobody said anything.
    if (!response.description || response.description === 'Default Response')
      faults.push(`${at} ${status}: no description`);
  }
  const parts = [operation.requestBody, ...Object.values(operation.responses)];
  for (const content of parts.flatMap((part) => Object.values(part?.content ?? {}))) {
    faults.push(...schemaFaults(content.schema, at, schemas));
  }
  return faults;
}

function schemaFaults(schema: Schema, at: string, schemas: Record<string, Schema>): string[] {
  if (typeof schema['$ref'] === 'string') {
    const isThere = schemas[schema['$ref'].replace('#/components/schemas/', '')] !== undefined;
    return isThere ? [] : [`${at}: ${schema['$ref']} leads nowhere`];
  }
  const faults = Object.keys(schema)
    .filter((word) => !schemaWords.has(word))
    .map((word) => `${at}: ${word}`);
  const { type } = schema;
  if (type !== undefined && !types.has(type as string)) faults.push(`${at}: type`);
  if (type === 'array' && schema['items'] === undefined) faults.push(`${at}: array without items`);
  for (const bound of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (typeof schema[bound] === 'number') faults.push(`${at}: ${bound} is a number`);
  }
  for (const [place, child] of childrenOf(schema)) faults.push(...schemaFaults(child, `${at}.${place}`, schemas));
  return faults;
}

function childrenOf(schema: Schema): [string, Schema][] {
  const single = ['items', 'additionalProperties', 'not']
    .filter((word) => typeof schema[word] === 'object')
    .map((word): [string, Schema] => [word, schema[word] as Schema]);
  const listed = ['allOf', 'anyOf', 'oneOf'].flatMap((word) =>
    ((schema[word] ?? []) as Schema[]).map((child, index): [string, Schema] => [`${word}.${index}`, child]),
  );
  return [...Object.entries((schema['properties'] ?? {}) as Record<string, Schema>), ...single, ...listed];
}
