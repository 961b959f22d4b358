import * as z from 'zod';

interface Variants {
  /** Of rows that no variant fits, and of what has only some of its fields. */
  readonly parent: z.ZodObject;
  readonly byType: Readonly<Record<string, z.ZodObject>>;
  /** The field that tells them apart. */
  readonly typeField: string;
}

const known = new WeakMap<z.ZodType, Variants>();

/** Inventories of one class or its children, told apart by their `type`, or another field. */
export function variants<Parent extends z.ZodObject>(
  parent: Parent,
  byType: Readonly<Record<string, z.ZodObject>>,
  typeField = 'type',
): z.ZodType<z.infer<Parent>> {
  const shape = z.union([...new Set(Object.values(byType)), parent]);
  known.set(shape, { parent, byType, typeField });
  return shape as unknown as z.ZodType<z.infer<Parent>>;
}

/** How to tell the variants of a shape apart, if it has any. */
export const variantsOf = (shape: z.ZodType): Variants | undefined => known.get(shape);
