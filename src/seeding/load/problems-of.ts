import type * as z from 'zod';

/** What is wrong at one place, and what was expected there. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Every problem that a schema found. */
export function problemsOf(error: z.core.$ZodError): Problem[] {
  return error.issues.map((issue) => nearest(issue));
}

/**
 * Of the forms that a value may have, the one that it seems to be meant as: the form in which the
 * problem lies deepest, or else the first.
 */
function nearest(issue: z.core.$ZodIssue): Problem {
  const { path, message } = issue;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, message };
  // A message of the schema's own says it better than any of its forms.
  if (message !== 'Invalid input') return { path, message };
  const meant = issue.errors.reduce((best, form) => (fit(form) > fit(best) ? form : best));
  const [first] = meant;
  if (!first) return { path, message };
  const inside = nearest(first);
  return { path: [...path, ...inside.path], message: inside.message };
}

/** How well a form fits a value for which it has these issues. */
function fit(form: readonly z.core.$ZodIssue[]): number {
  const isOther = form.some(({ code }) => code === 'unrecognized_keys');
  // Fields that it does not know, and others missing: another form is meant.
  if (isOther && form.length > 1) return -1;
  if (isOther) return 1;
  const depth = Math.max(0, ...form.map((issue) => nearest(issue).path.length));
  return depth > 0 ? 2 + depth : Number(form[0]?.code === 'custom') / 2;
}
