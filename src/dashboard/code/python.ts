import type { CopiedRequest } from './copied-request.js';
import { comments, expression, literal } from './literal.js';

/** The request as a test that needs nothing but Python; pytest runs it, too. */
export function asPython(copied: CopiedRequest): string {
  const { name, method, url, headers, body, status, errorCode, remarks } = copied;
  const session = 'SESSION';
  const lines = [
    ...(errorCode === undefined ? [] : ['import json']),
    'import os',
    'import unittest',
    'from urllib.error import HTTPError',
    'from urllib.request import Request, urlopen',
    '',
    'SESSION = os.environ["ZSTACK_SESSION"]',
    '',
    '',
    `class ${name}Test(unittest.TestCase):`,
    `    def test_is_answered_${status}(self):`,
    ...comments(remarks, '#', '        '),
    '        request = Request(',
    `            ${expression(url, session)},`,
    `            method=${literal(method)},`,
    '            headers={',
    ...headers.map(
      ([key, value]) => `                ${literal(key)}: ${expression(value, session)},`,
    ),
    '            },',
    ...(body ? [`            data=(${expression(body, session)}).encode(),`] : []),
    '        )',
    '        try:',
    '            answer = urlopen(request)',
    '        except HTTPError as refused:',
    '            answer = refused',
    '        with answer:',
    `            self.assertEqual(answer.status, ${status})`,
    ...(errorCode === undefined
      ? []
      : [
          `            self.assertEqual(json.load(answer)["error"]["code"], ${literal(errorCode)})`,
        ]),
    '',
    '',
    'if __name__ == "__main__":',
    '    unittest.main()',
  ];
  return `${lines.join('\n')}\n`;
}
