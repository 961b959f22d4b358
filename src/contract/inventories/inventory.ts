import * as z from 'zod';

/** Which Java class the real system names for an inventory in the `schema` of an answer. */
export const javaClasses = z.registry<{ javaClass: string; id: string }>();

/** The name of a class without its package; some are classes inside of others. */
export const simpleName = (javaClass: string): string =>
  /[^.$]+$/.exec(javaClass)?.[0] ?? javaClass;

/** Declares the shape of an inventory; `id` is its name in the OpenAPI document. */
export function inventory<Shape extends z.ZodRawShape>(javaClass: string, shape: Shape) {
  const id = simpleName(javaClass);
  return z.object(shape).meta({ id }).register(javaClasses, { javaClass, id });
}

export const uuid = z.string().describe('32 hexadecimal digits');
export const text = z.string();
export const optionalText = z.string().nullable();
export const bytes = z.int().describe('bytes');
export const timestamp = z.string().describe('e.g. "Nov 14, 2017 10:20:57 PM"');
