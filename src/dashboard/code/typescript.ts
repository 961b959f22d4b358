import type { CopiedRequest } from './copied-request.js';
import { comments, expression, literal } from './literal.js';

/** The request as a test for Node's own runner; jest and others take it with another first line. */
export function asTypeScript(copied: CopiedRequest): string {
  const { name, method, url, headers, body, status, errorCode, remarks } = copied;
  // fetch sends no body with these.
  const sendsBody = body && !['GET', 'HEAD'].includes(method);
  const session = 'session';
  const lines = [
    `import assert from 'node:assert/strict';`,
    `import { test } from 'node:test';`,
    '',
    `const session = process.env['ZSTACK_SESSION'] ?? '';`,
    '',
    `test('${name} is answered ${status}', async () => {`,
    ...comments(remarks, '//', '  '),
    `  const answer = await fetch(${expression(url, session)}, {`,
    `    method: ${literal(method)},`,
    `    headers: {`,
    ...headers.map(([key, value]) => `      ${literal(key)}: ${expression(value, session)},`),
    `    },`,
    ...(sendsBody ? [`    body: ${expression(body, session)},`] : []),
    `  });`,
    `  assert.equal(answer.status, ${status});`,
    ...(errorCode === undefined
      ? []
      : [
          `  const { error } = (await answer.json()) as { error: { code: string } };`,
          `  assert.equal(error.code, ${literal(errorCode)});`,
        ]),
    `});`,
  ];
  return `${lines.join('\n')}\n`;
}
