import * as z from 'zod';
import { javaClasses, simpleName } from './inventories/inventory.js';
import { variantsOf } from './inventories/variants.js';

/** What is named of a shape, and which of its keys lead to inventories; found once per shape. */
interface Plan {
  readonly javaClass: string | undefined;
  readonly members: readonly (readonly [key: string, plan: Plan])[];
  /** Of a value that may be of several classes: the plan of its own. */
  readonly pick?: (value: object) => Plan;
  /** Of a map: the plan of each of its values. */
  readonly each?: Plan;
}

const plans = new WeakMap<z.ZodType, Plan>();

/**
 * The `schema` of an answer: for each path in its body the Java class of the inventory there,
 * e.g. `inventories[0].backupStorageRefs[0]`. `first`: the number of the first element of its lists, where they
 * are a piece of what is answered.
 */
export function schemaMap(
  returns: Readonly<Record<string, z.ZodType>>,
  body: Readonly<Record<string, unknown>>,
  first = 0,
): Record<string, string> {
  const schema: Record<string, string> = {};
  for (const [key, shape] of Object.entries(returns)) {
    add(schema, key, planOf(shape), body[key], first);
  }
  return schema;
}

function add(
  schema: Record<string, string>,
  path: string,
  plan: Plan,
  value: unknown,
  first = 0,
): void {
  if (!namesSomething(plan) || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) add(schema, `${path}[${first + i}]`, plan, value[i]);
    return;
  }
  if (plan.pick) {
    add(schema, path, plan.pick(value), value);
    return;
  }
  if (plan.each) {
    for (const [key, nested] of Object.entries(value))
      add(schema, `${path}.${key}`, plan.each, nested);
    return;
  }
  if (plan.javaClass !== undefined) schema[path] = plan.javaClass;
  for (const [key, nested] of plan.members) {
    add(schema, `${path}.${key}`, nested, (value as Record<string, unknown>)[key]);
  }
}

/**
 * A value of a shape without fields that its inventories do not have in another release.
 * `hidden`: of each inventory, by the name of its class without the package, the fields to leave out.
 */
export function withoutFields<T>(
  shape: z.ZodType,
  value: T,
  hidden: ReadonlyMap<string, ReadonlySet<string>>,
): T {
  return without(planOf(shape), value, hidden) as T;
}

function without(
  plan: Plan,
  value: unknown,
  hidden: ReadonlyMap<string, ReadonlySet<string>>,
): unknown {
  if (!namesSomething(plan) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => without(plan, each, hidden));
  if (plan.pick) return without(plan.pick(value), value, hidden);
  const given = value as Readonly<Record<string, unknown>>;
  const { each } = plan;
  if (each) {
    return Object.fromEntries(
      Object.entries(given).map(([key, nested]) => [key, without(each, nested, hidden)]),
    );
  }
  const own = hidden.get(simpleName(plan.javaClass ?? ''));
  const members = new Map(plan.members);
  return Object.fromEntries(
    Object.entries(given)
      .filter(([key]) => !own?.has(key))
      .map(([key, nested]) => {
        const member = members.get(key);
        return [key, member ? without(member, nested, hidden) : nested];
      }),
  );
}

/** The class of the inventories of a list, or of one; of several classes that of their parent. Empty: of none. */
export function inventoryClassOf(shape: z.ZodType): string {
  const plan = planOf(shape);
  return (plan.pick ? plan.pick({}) : plan).javaClass ?? '';
}

const namesSomething = ({ javaClass, members, pick, each }: Plan): boolean =>
  pick !== undefined ||
  javaClass !== undefined ||
  members.length > 0 ||
  (each !== undefined && namesSomething(each));

/** The plan of an object, or of what a list holds; what may be missing or null is as if it were there. */
function planOf(shape: z.ZodType): Plan {
  if (shape instanceof z.ZodArray) return planOf(shape.element as z.ZodType);
  if (shape instanceof z.ZodNullable || shape instanceof z.ZodOptional) {
    return planOf(shape.unwrap() as z.ZodType);
  }
  const known = plans.get(shape);
  if (known) return known;
  const variants = variantsOf(shape);
  if (variants) {
    const plan: Plan = { javaClass: undefined, members: [], pick: pickerOf(variants) };
    plans.set(shape, plan);
    return plan;
  }
  if (shape instanceof z.ZodRecord) {
    const plan: Plan = {
      javaClass: undefined,
      members: [],
      each: planOf(shape.valueType as z.ZodType),
    };
    plans.set(shape, plan);
    return plan;
  }
  const members: [string, Plan][] = [];
  const plan: Plan = { javaClass: javaClasses.get(shape)?.javaClass, members };
  // Known before its fields are looked at: an error code holds error codes.
  plans.set(shape, plan);
  if (!(shape instanceof z.ZodObject)) return plan;
  for (const [key, field] of Object.entries(shape.shape)) {
    const member = planOf(field as z.ZodType);
    if (namesSomething(member)) members.push([key, member]);
  }
  return plan;
}

/** Fields of a class that its parent has not; all of them where it has none of its own. */
function fieldsOnlyOf(shape: z.ZodObject, parent: z.ZodObject): string[] {
  const all = Object.keys(shape.shape);
  const own = all.filter((field) => !(field in parent.shape));
  return own.length > 0 ? own : all;
}

/**
 * An inventory with all fields that only the class has which its type names is of that class, else of their parent.
 * Fields of the parent may be missing: an older release has fewer of them.
 */
function pickerOf({ parent, byType, typeField }: NonNullable<ReturnType<typeof variantsOf>>) {
  const parentPlan = planOf(parent);
  const children = new Map(
    Object.entries(byType).map(([type, shape]) => [
      type,
      { plan: planOf(shape), fields: fieldsOnlyOf(shape, parent) },
    ]),
  );
  return (value: object): Plan => {
    const child = children.get(String((value as Readonly<Record<string, unknown>>)[typeField]));
    return child?.fields.every((field) => field in value) ? child.plan : parentPlan;
  };
}
