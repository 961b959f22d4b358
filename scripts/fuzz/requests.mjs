// What is sent: requests that are some by the rules of HTTP, and bytes that are none.
import { SESSION } from '../faults/emulator.mjs';
import { request } from './http.mjs';
import { callOf, OPERATIONS } from './operations.mjs';

const V1 = '/zstack/v1';
const QUERIES = OPERATIONS.filter(
  ({ method, path, parameters }) =>
    method === 'GET' && parameters.some(({ name }) => name === 'q') && !path.includes('{'),
).map(({ path }) => path);
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'COPY',
  'SEARCH',
  'QUERY',
  'M-SEARCH',
  'PURGE',
  'REPORT',
  'SUBSCRIBE',
  'UNLINK',
];
const FIELDS = [
  'uuid',
  'name',
  'size',
  'actualSize',
  'state',
  'status',
  'createDate',
  'md5Sum',
  'system',
  'format',
  'backupStorage.name',
  'backupStorageRef.status',
  'backupStorage.zone.name',
  'nothing',
  'image.image.image',
  '__userTag__',
  '__systemTag__',
  'backupStorage.image.backupStorage.image.name',
];
const OPERATORS = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  '~=',
  '!~=',
  '?=',
  '!?=',
  ' is null',
  ' not null',
  '',
  '==',
];
const ZQL = [
  "query image where name = 'x' and size > 1",
  "query image.name,uuid where status = 'Ready' order by size desc limit 3 offset 1 return with (total)",
  "count image where backupStorage.name like 'image%'",
  "sum image.size by format where state = 'Enabled'",
  "query volume where uuid in (query image.uuid where name not in ('a', 'b')) named as 'v'",
  "query image where (name = 'a' or name = 'b') and not (size < 5) restrict by (zone.uuid = 'x')",
  'query distinct image.format group by format; count image; query zone limit 1',
];

/** Makes requests, the same for the same dice. */
export class Requests {
  constructor(dice, host, uploads) {
    this.dice = dice;
    this.host = host;
    this.uploads = uploads;
  }

  /** A request that is one by the rules of HTTP: several may be sent at once. */
  framed() {
    const { dice } = this;
    const kind = dice.weighted([
      [40, 'call'],
      [14, 'query'],
      [10, 'zql'],
      [10, 'path'],
      [4, 'method'],
      [7, 'upload'],
      [8, 'body'],
      [5, 'headers'],
      [2, 'site'],
    ]);
    return this[kind]();
  }

  #request(method, path, { headers = [], ...rest } = {}) {
    const all = [['Host', this.host], ['Authorization', `OAuth ${SESSION}`], ...headers];
    return { method, bytes: request(method, clean(path), { headers: all, ...rest }) };
  }

  call() {
    const { method, path, body } = callOf(this.dice);
    return this.#request(method, path, { body, chunked: this.dice.oneIn(10) });
  }

  query() {
    const { dice } = this;
    const conditions = Array.from({ length: dice.below(4) }, () => {
      const value = dice.oneIn(2) ? dice.text() : dice.oddText();
      return `q=${encodeURIComponent((dice.pick(FIELDS) + dice.pick(OPERATORS) + value).toWellFormed())}`;
    });
    const others = [
      'sort',
      'fields',
      'limit',
      'start',
      'count',
      'groupBy',
      'replyWithCount',
      'filterName',
    ]
      .filter(() => dice.oneIn(5))
      .map((name) => `${name}=${encodeURIComponent(this.#ofQuery(name))}`);
    const search = dice.oneIn(10)
      ? dice.damaged(conditions.join('&'))
      : [...conditions, ...others].join('&');
    return this.#request('GET', `${dice.pick(QUERIES)}?limit=5&${search}`);
  }

  #ofQuery(name) {
    const { dice } = this;
    if (dice.oneIn(3)) return dice.oddText();
    if (name === 'sort') return dice.pick(['+', '-', '']) + dice.pick(FIELDS);
    if (name === 'fields' || name === 'groupBy') return `${dice.pick(FIELDS)},${dice.pick(FIELDS)}`;
    return dice.pick(['0', '1', '7', 'true', 'false', '-1', '1000001']);
  }

  zql() {
    const { dice } = this;
    const text = dice.pick(ZQL);
    const zql = dice.weighted([
      [2, text],
      [5, dice.damaged(text)],
      [2, dice.damaged(dice.damaged(text))],
      [1, `query image where ${'('.repeat(dice.below(3_000))}`],
      [1, `query image where ${"name = 'a' or ".repeat(dice.below(300))}name = 'b'`],
    ]);
    return this.#request('GET', `${V1}/zql?zql=${encodeURIComponent(zql.toWellFormed())}`);
  }

  path() {
    const { dice } = this;
    const { path } = dice.pick(OPERATIONS);
    const odd = dice.weighted([
      [4, dice.damaged(path)],
      [1, `/${dice.text(20)}`],
      [1, `${path}/../${dice.text()}`],
      [1, `//${path}`],
      [1, `${path}%`],
      [1, `${path}%ff%00%2f..`],
      [1, `${path};a=b?${'&'.repeat(dice.below(500))}`],
      [1, `/environments/${dice.text()}${path}`],
      [1, `http://${this.host}${path}`],
      [1, '*'],
      [1, `/${'a/'.repeat(dice.below(2_000))}`],
    ]);
    return this.#request(dice.pick(['GET', 'POST', 'PUT', 'DELETE']), odd, {
      body: dice.oneIn(2) ? '{}' : undefined,
    });
  }

  method() {
    const { path, body } = callOf(this.dice);
    return this.#request(this.dice.pick(METHODS), path, { body });
  }

  upload() {
    const { dice } = this;
    const { uuid, url } = dice.pick(this.uploads);
    const boundary = dice.oneIn(10) ? dice.text(5).replaceAll(/\p{Cc}/gu, '') : 'b0undary';
    const file = dice.bytes(dice.below(300));
    const name = dice.oneIn(6) ? dice.text() : 'image';
    const parts = [
      `--b0undary\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`,
      file,
      dice.oneIn(8) ? dice.bytes(40) : '\r\n--b0undary--\r\n',
    ];
    const whole = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const number = (right) => (dice.oneIn(6) ? dice.oddText() : String(right));
    const headers = [
      ['Content-Type', dice.oneIn(12) ? dice.text(8) : `multipart/form-data; boundary=${boundary}`],
      ['X-IMAGE-UUID', dice.oneIn(8) ? dice.text(32) : uuid],
      ['X-IMAGE-SIZE', number(dice.pick([file.length, 1_000_000]))],
      ['X-SLICE-SIZE', number(dice.pick([file.length, 300]))],
      ['X-SLICE-OFFSET', number(dice.below(4) * 300)],
      ['X-SLICE-MD5', number('0'.repeat(32))],
    ].filter(() => !dice.oneIn(12));
    const body = dice.oneIn(5) ? whole.subarray(0, dice.below(whole.length)) : whole;
    const path = dice.oneIn(10) ? dice.damaged(url) : url;
    return this.#request('POST', path, {
      headers: headers.map(line),
      body,
      chunked: dice.oneIn(3),
    });
  }

  body() {
    const { dice } = this;
    const { method, path, body = '{}' } = callOf(dice);
    const odd = dice.weighted([
      [4, dice.damaged(body)],
      [1, '['.repeat(dice.below(20_000))],
      [1, `${'{"params":'.repeat(dice.below(5_000))}1`],
      [1, '{"params":{"__proto__":{"name":"x"},"constructor":1}}'],
      [1, `{"params":{"name":${'9'.repeat(500)}}}`],
      [1, `{"params":{"name":"${'x'.repeat(dice.below(200_000))}"}}`],
      [1, dice.bytes(dice.below(200))],
      [1, `\ufeff${body}`],
      [1, Buffer.from(body, 'utf16le')],
      [1, 'params=1&x=2'],
      [1, ''],
      [1, 'null'],
    ]);
    const headers = [
      [
        'Content-Type',
        dice.pick(['application/json', 'text/plain', 'application/json; charset=utf-16', '']),
      ],
      ...(dice.oneIn(4)
        ? [['Content-Encoding', dice.pick(['gzip', 'br', 'deflate', 'x', 'identity'])]]
        : []),
    ];
    return this.#request(method === 'GET' ? 'POST' : method, path, {
      headers,
      body: odd,
      chunked: dice.oneIn(3),
    });
  }

  headers() {
    const { dice } = this;
    const { method, path, body } = callOf(dice);
    const odd = () => dice.oddText();
    const headers = [
      [
        'Authorization',
        dice.pick([odd(), 'OAuth', 'OAuth ', 'Basic YTpi', `oauth ${SESSION}`, 'ZStack a:b']),
      ],
      ['X-Job-UUID', dice.oneIn(2) ? odd() : 'f'.repeat(32)],
      ['X-API-Timeout', odd()],
      ['X-Web-Hook', dice.pick([odd(), 'http://127.0.0.1:1/', 'http://[::1', 'javascript:1'])],
      ['Prefer', dice.pick([odd(), 'respond-async'])],
      ['Range', dice.pick([odd(), 'bytes=5-1', 'bytes=-0', 'bytes=0-0,2-3'])],
      ['Origin', dice.pick([odd(), 'null', 'http://evil.example'])],
      ['Cookie', 'x='.padEnd(dice.below(8_000), 'y')],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ['Accept', odd()],
      ['If-None-Match', odd()],
      ['Expect', '100-continue'],
      ['X-Forwarded-For', odd()],
      ['Host', odd()],
    ].filter(() => dice.oneIn(5));
    return this.#request(method, path, { headers: headers.map(line), body });
  }

  site() {
    const { dice } = this;
    const path = dice.pick([
      '/',
      '/docs',
      '/docs/',
      '/openapi.json',
      '/healthz',
      '/readyz',
      '/docs/swagger-ui.css',
      '/favicon.ico',
    ]);
    const odd = dice.oneIn(2)
      ? path
      : path + dice.pick(['%ff', '/..%2f..%2fpackage.json', '/%00', '?%', '/../..', '//x']);
    return this.#request(dice.pick(METHODS), odd);
  }

  /** Bytes that are no request, or more than one; `leaves`: whoever sent them goes away at once. */
  loose() {
    const { dice } = this;
    const whole = this.framed().bytes;
    const head = `Host: ${this.host}\r\nAuthorization: OAuth ${SESSION}\r\n`;
    const post = (headers, body) =>
      `POST ${V1}/images HTTP/1.1\r\n${head}${headers}\r\n\r\n${body}`;
    const bytes = dice.weighted([
      [5, whole.subarray(0, dice.below(whole.length))],
      [5, flipped(dice, whole)],
      [2, Buffer.concat([whole, dice.bytes(dice.below(60))])],
      [1, dice.bytes(dice.below(400))],
      [1, `GET ${V1}/images HTTP/1.1\n${head.replaceAll('\r', '')}\n`],
      [1, `GET ${V1}/images HTTP/1.1\r\n\r\n`],
      [1, `GET ${V1}/images\r\n\r\n`],
      [1, `GET ${V1}/images HTTP/${dice.pick(['0.9', '1.0', '2.0', '9.9', 'x'])}\r\n${head}\r\n`],
      [1, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      [1, Buffer.from('16030100a50100a10303', 'hex')],
      [
        1,
        `GET ${V1}/images HTTP/1.1\r\n${head}X: ${'y'.repeat(10_000 + dice.below(90_000))}\r\n\r\n`,
      ],
      [1, `GET ${V1}/images HTTP/1.1\r\n${head}${'a: b\r\n'.repeat(3_000)}\r\n`],
      [1, `GET ${V1}/images HTTP/1.1\r\n${head} folded: x\r\nbad name : y\r\n\r\n`],
      [1, `GET ${V1}/images?${'q=a%3Db&'.repeat(1_500)} HTTP/1.1\r\n${head}\r\n`],
      [1, post('Content-Length: 5\r\nContent-Length: 6', '{}{}{}')],
      [
        1,
        post('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\nGET / HTTP/1.1\r\n\r\n'),
      ],
      [
        1,
        post(
          `Content-Length: ${dice.pick(['-1', '1e3', '99999999999999999999', '0x10', ''])}`,
          '{}',
        ),
      ],
      [
        1,
        post(
          'Transfer-Encoding: chunked',
          dice.pick(['zz\r\n', '-1\r\n{}\r\n', 'ffffffffffffffff\r\n', '2\r\n{}{}', '2\r\n{}']),
        ),
      ],
      [1, post('Transfer-Encoding: gzip, chunked', '2\r\n{}\r\n0\r\n\r\n')],
      [1, post('Transfer-Encoding: identity', '{}')],
      [1, post('Expect: 100-continue\r\nContent-Length: 20', '')],
      [1, post('Expect: 200-maybe\r\nContent-Length: 2', '{}')],
      [1, post('Content-Length: 1000', '{"params"')],
      [1, `CONNECT 127.0.0.1:80 HTTP/1.1\r\n${head}\r\n`],
      [
        2,
        `GET ${V1}/images HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: ${dice.pick(['websocket', 'h2c', 'x'])}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\u0081\u0005hello`,
      ],
    ]);
    const asBytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1');
    return { bytes: asBytes, leaves: dice.oneIn(4) };
  }
}

/** What would end the line or the address is written so that the request stays one. */
const clean = (path) =>
  path.replaceAll(/[^!-~]/gu, (letter) => encodeURIComponent(letter.toWellFormed()));

/** A header's value in one line; Node refuses others with all that stands before them. */
const line = ([name, value]) => [name, value.replaceAll(/\p{Cc}/gu, '?')];

function flipped(dice, whole) {
  const bytes = Buffer.from(whole);
  for (let i = 0; i <= dice.below(4); i++) bytes[dice.below(bytes.length)] ^= 1 << dice.below(8);
  return bytes;
}
