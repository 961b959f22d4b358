import type { z } from 'zod';

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
  const forms = issue.errors.map((issues) => issues.map((one) => nearest(one)));
  const depth = (form: Problem[]) => Math.max(0, ...form.map((one) => one.path.length));
  const meant = forms.reduce((best, form) => (depth(form) > depth(best) ? form : best));
  const [first = { path: [], message }] = meant;
  return { path: [...path, ...first.path], message: first.message };
}
