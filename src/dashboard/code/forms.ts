import { copiedRequest, type CopiedRequest, type Exchange } from './copied-request.js';
import { asCurl } from './curl.js';
import { asGo } from './go.js';
import { asJava } from './java.js';
import { asPython } from './python.js';
import { asTypeScript } from './typescript.js';

/** The forms in which a request can be copied; all but the first are tests that send it again. */
export const FORMS: readonly {
  readonly name: string;
  readonly title: string;
  readonly write: (copied: CopiedRequest) => string;
}[] = [
  { name: 'curl', title: 'curl', write: asCurl },
  { name: 'typescript', title: 'TypeScript', write: asTypeScript },
  { name: 'python', title: 'Python', write: asPython },
  { name: 'go', title: 'Go', write: asGo },
  { name: 'java', title: 'Java', write: asJava },
];

/** The request of an exchange in one of the forms; `origin`: where the emulator is reached. */
export function copied(exchange: Exchange, form: string, origin: string): string {
  const { write = asCurl } = FORMS.find(({ name }) => name === form) ?? {};
  return write(copiedRequest(exchange, origin));
}
