import type { CopiedRequest } from './copied-request.js';
import { comments, expression, literal } from './literal.js';

/** The request as a test of Go, by its standard library. */
export function asGo(copied: CopiedRequest): string {
  const { name, method, url, headers, body, status, errorCode, remarks } = copied;
  const session = 'os.Getenv("ZSTACK_SESSION")';
  const isSession = [url, ...headers.map(([, value]) => value), body ?? []].some((text) =>
    text.some((part) => typeof part === 'symbol'),
  );
  const packages = [
    ...(errorCode === undefined ? [] : ['encoding/json']),
    'net/http',
    ...(isSession ? ['os'] : []),
    ...(body ? ['strings'] : []),
    'testing',
  ];
  const given = body ? `strings.NewReader(${expression(body, session)})` : 'nil';
  const lines = [
    'package zstack_test',
    '',
    'import (',
    ...packages.map((one) => `\t"${one}"`),
    ')',
    '',
    `func Test${name}IsAnswered${status}(t *testing.T) {`,
    ...comments(remarks, '//', '\t'),
    `\trequest, err := http.NewRequest(${literal(method)}, ${expression(url, session)}, ${given})`,
    '\tif err != nil {',
    '\t\tt.Fatal(err)',
    '\t}',
    ...headers.map(
      ([key, value]) => `\trequest.Header.Set(${literal(key)}, ${expression(value, session)})`,
    ),
    '\tanswer, err := http.DefaultClient.Do(request)',
    '\tif err != nil {',
    '\t\tt.Fatal(err)',
    '\t}',
    '\tdefer answer.Body.Close()',
    `\tif answer.StatusCode != ${status} {`,
    `\t\tt.Errorf("answered %d, not ${status}", answer.StatusCode)`,
    '\t}',
    ...(errorCode === undefined ? [] : codeInGo(errorCode)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const codeInGo = (code: string): string[] => [
  '\tvar refused struct {',
  '\t\tError struct {',
  '\t\t\tCode string `json:"code"`',
  '\t\t} `json:"error"`',
  '\t}',
  '\tif err := json.NewDecoder(answer.Body).Decode(&refused); err != nil {',
  '\t\tt.Fatal(err)',
  '\t}',
  `\tif refused.Error.Code != ${literal(code)} {`,
  '\t\tt.Errorf("refused with %s", refused.Error.Code)',
  '\t}',
];
