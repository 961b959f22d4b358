import * as z from 'zod';

type JsonSchema = Record<string, unknown>;

/** Turns zod shapes into schemas of the document; named ones (`meta.id`) become components. */
export function schemaRegistry() {
  const components: Record<string, JsonSchema> = {};
  const refer = (shape: z.ZodType): JsonSchema => {
    const { $schema, $defs, ...schema } = z.toJSONSchema(shape, { io: 'input' }) as JsonSchema;
    void $schema;
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
      components[name] ??= rewritten(definition) as JsonSchema;
    }
    const id = shape.meta()?.id;
    if (id === undefined) return rewritten(schema) as JsonSchema;
    components[id] ??= rewritten(schema) as JsonSchema;
    return { $ref: `#/components/schemas/${id}` };
  };
  return {
    /** The schema of a shape as it stands in the document: a reference where it has a name. */
    refer,
    /** A schema of the document's own as a component of this name. */
    name(name: string, make: (refer: (shape: z.ZodType) => JsonSchema) => JsonSchema): JsonSchema {
      components[name] ??= make(refer);
      return { $ref: `#/components/schemas/${name}` };
    },
    all: () =>
      Object.fromEntries(Object.entries(components).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** That JSON has no larger numbers is no property of a field; tools would take it for an example. */
const isBoundOfNumbers = (value: unknown) =>
  value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;

/** References of JSON Schema point into the document's components; ids are said by their place. */
function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  const result: JsonSchema = {};
  for (const [key, item] of Object.entries(value)) {
    // Ids are texts; what is called so among properties is none.
    if ((key === 'id' && typeof item === 'string') || isBoundOfNumbers(item)) continue;
    result[key] =
      key === '$ref' && typeof item === 'string'
        ? item
            .replace('#/$defs/', '#/components/schemas/')
            .replace(/^#$/, '#/components/schemas/ErrorCode')
        : rewritten(item);
  }
  return result;
}
