import { z } from 'zod';
import { javaClasses } from './inventories/inventory.js';

/** Which keys of an inventory hold inventories themselves, found once per shape. */
interface Plan {
  readonly javaClass: string | undefined;
  readonly lists: readonly (readonly [key: string, plan: Plan])[];
}

const plans = new WeakMap<z.ZodType, Plan>();

/**
 * The `schema` of an answer: for each path in its body the Java class of the inventory there,
 * e.g. `inventories[0].backupStorageRefs[0]`.
 */
export function schemaMap(
  returns: Readonly<Record<string, z.ZodType>>,
  body: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const schema: Record<string, string> = {};
  for (const [key, shape] of Object.entries(returns)) {
    const value = body[key];
    if (shape instanceof z.ZodArray) {
      addList(schema, key, planOf(shape.element as z.ZodType), value);
    } else {
      addInventory(schema, key, planOf(shape), value);
    }
  }
  return schema;
}

function addList(schema: Record<string, string>, path: string, plan: Plan, value: unknown): void {
  if (!Array.isArray(value) || plan.javaClass === undefined) return;
  for (let i = 0; i < value.length; i++) addInventory(schema, `${path}[${i}]`, plan, value[i]);
}

function addInventory(
  schema: Record<string, string>,
  path: string,
  plan: Plan,
  value: unknown,
): void {
  if (plan.javaClass === undefined || typeof value !== 'object' || value === null) return;
  schema[path] = plan.javaClass;
  for (const [key, nested] of plan.lists) {
    addList(schema, `${path}.${key}`, nested, (value as Record<string, unknown>)[key]);
  }
}

function planOf(shape: z.ZodType): Plan {
  const known = plans.get(shape);
  if (known) return known;
  const lists: [string, Plan][] = [];
  if (shape instanceof z.ZodObject) {
    for (const [key, field] of Object.entries(shape.shape)) {
      if (!(field instanceof z.ZodArray)) continue;
      const plan = planOf(field.element as z.ZodType);
      if (plan.javaClass !== undefined) lists.push([key, plan]);
    }
  }
  const plan: Plan = { javaClass: javaClasses.get(shape)?.javaClass, lists };
  plans.set(shape, plan);
  return plan;
}
