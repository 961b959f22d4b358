// What no answer may be or say.

/** Of a stack, of Node or of the database. */
const RAW = new RegExp(
  [
    String.raw`\n\s+at .+:\d+:\d+`,
    String.raw`\.(?:js|ts|cjs|mjs):\d+`,
    'node:internal',
    'node_modules',
    '(?:Type|Range|Reference|Syntax|Assertion|Sqlite|URI)Error',
    'SQLITE_',
    'Cannot (?:read|set|convert|destructure|mix)',
    ' is not (?:a function|iterable|defined)',
    'no such (?:table|column|function)',
    '(?:UNIQUE|FOREIGN KEY|CHECK|NOT NULL) constraint',
    'cannot store .+ value in',
    'too many SQL variables',
    'Expression tree is too large',
    'parser stack overflow',
    'LIKE or GLOB pattern too complex',
    'string or blob too big',
    'Maximum call stack',
    'Invalid (?:array|string) length',
    'ERR_[A-Z_]+',
    String.raw`\bE(?:NOENT|ACCES|ISDIR|NOTDIR|INVAL|PERM|EXIST|MFILE|CONN[A-Z]+|PIPE)\b`,
    String.raw`\[object [A-Z]`,
    'URI malformed',
  ].join('|'),
);

/** What the real system answers with 500, and so does the emulator. */
const REAL_500 = [
  ['no API at the path', /^No (?:creational|query|delete) API found for the path\[/],
  ['nothing, of a null pointer', /^$/],
  ['a text that is no number', /^(?:For input string: "|empty String$|\\u)/],
  ['JSON of another shape', /^java\.lang\.IllegalStateException(?:$|: Expected )/],
  ['a value that is no object', /^java\.(?:lang|util)\.\w+ cannot be cast to java\.util\.Map$/],
  [
    'JSON that is none',
    /^(?:com\.google\.gson\.stream\.MalformedJsonException: |java\.io\.EOFException: End of input|duplicate key: )/,
  ],
  ['a number that is none', /^-?Infinity is not a valid double value/],
  ['a body that is too deep', /^more than \d+ lists and objects stand in each other$/],
  ['a parameter that is no map', /must be annotated by @MapField$/],
  ['a parameter that ends in a dot', /^[01]$/],
  ['a charset that is not known', /^java\.io\.UnsupportedEncodingException: /],
  [
    'a body without a message',
    /^the (?:body is empty|body names no message|message\[[^]*\] is null)$/,
  ],
  ['the body is not valid JSON', /^the body is not (?:valid JSON: |a JSON object$)/],
];
const STATUSES = new Set([
  200, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414,
  415, 416, 417, 422, 431, 500, 503, 507,
]);

/** What is wrong with an answer, or undefined; tells the report what it is. */
export function judge({ status, head = '', body }, report) {
  report.count(`answers ${status}`);
  if (!STATUSES.has(status)) return `status ${status} (${JSON.stringify(head.slice(0, 300))})`;
  if (status === 500) {
    const known = REAL_500.find(([, words]) => words.test(body));
    if (!known) return '500 of our own';
    report.count(`500 as the real system: ${known[0]}`);
  }
  // Of long lists the beginning: what they say was refused or taken before.
  const found = RAW.exec(status < 300 ? body.slice(0, 2_000) : body);
  return found ? `raw words: ${found[0].trim().slice(0, 60)}` : undefined;
}

/** The same of bytes that hold any number of answers. */
export function judgeLoose(text, report) {
  report.count(text === '' ? 'broken ones closed without an answer' : 'broken ones answered');
  for (const part of text.split(/(?=HTTP\/1\.1 \d{3} )/)) {
    if (part === '' || part.startsWith('HTTP/1.1 100 ')) continue;
    const end = part.indexOf('\r\n\r\n');
    const status = Number(part.slice(9, 12));
    const problem = judge({ status, body: unchunked(part.slice(end + 4), part) }, report);
    if (problem) return problem;
  }
  return undefined;
}

const unchunked = (body, part) =>
  /\r\ntransfer-encoding: *chunked/i.test(part) ? body.replace(/^[0-9a-f]+\r\n/, '') : body;
