import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

/*
 * The part of Groovy that scripts of batch queries are written in, through what they put and what is said of the rest.
 */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const path = (script: string) => `/batch-queries?script=${encodeURIComponent(script)}`;
const run = async (script: string, session?: string) => {
  const { status, body, text } = await emulator.call('GET', path(script), undefined, session);
  if (status !== 200) throw new Error(`${script}: ${text}`);
  return body.result;
};

const VALUES: readonly (readonly [expression: string, value: unknown])[] = [
  ['1', 1],
  ['10', 10],
  ['1.5', 1.5],
  ['true', true],
  ['false', false],
  ['null', null],
  // sums
  ['1 + 2', 3],
  ['1 + 2 + 4', 7],
  ['1 +\n\n2', 3],
  ["'a' + 1", 'a1'],
  ["1 + 'a'", '1a'],
  ['[1] + 2', [1, 2]],
  ['[1] + [2, [3]]', [1, 2, [3]]],
  ["1 + [2, 'b']", '1[2, b]'],
  ["'' + [:]", '[:]'],
  ["'' + []", '[]'],
  ["'' + [a: 1, b: [c: null]] + true", '[a:1, b:[c:null]]true'],
  ["(1 + 2) + 'a'", '3a'],
  ["1 + (2 + 'a')", '12a'],
  // texts
  ["'it\"s'", 'it"s'],
  ['"it\'s"', "it's"],
  [String.raw`'\n\t\r\b\f\q\\\''`, "\n\t\r\b\fq\\'"],
  [String.raw`"\$x\""`, '$x"'],
  ["'$x ${x}'", '$x ${x}'],
  ['"$x"', 'k'],
  ['"<$x>"', '<k>'],
  ['"$m.a"', '1'],
  ['"$m.b.c!"', '2!'],
  ['"$m.b.1"', '[c:2].1'],
  ['"${m.b.c + 1}"', '3'],
  ['"a${1}b${x}${x}c"', 'a1bkkc'],
  ['"$ $1 a$"', '$ $1 a$'],
  ["'''a'b\n''c'''", "a'b\n''c"],
  ['"""a"b\n${x}"""', 'a"b\nk'],
  ['""', ''],
  ["''''''", ''],
  ['"${m}"', '[a:1, b:[c:2]]'],
  // lists and maps
  ['[]', []],
  ['[\n]', []],
  ["[1, 'a', [2]]", [1, 'a', [2]]],
  ['[\n1\n,\n2\n]', [1, 2]],
  ['[:]', {}],
  ['[\n:\n]', {}],
  ['[a: 1]', { a: 1 }],
  ['[\'a b\': 1, "${x}": 2, 3: 4]', { 'a b': 1, k: 2, 3: 4 }],
  ['[a:\n1\n,\nb\n:\n[c: 2]\n]', { a: 1, b: { c: 2 } }],
  ['[a: 1, (x): 2]', { a: 1, k: 2 }],
  // members
  ['[1, 2, 3][0]', 1],
  ['[1, 2, 3][3]', null],
  ['[1, 2, 3][1 + 1]', 3],
  ['m.a', 1],
  ["m['a']", 1],
  ['m[x]', null],
  ['m.b.c', 2],
  ['m.c', null],
  ['m.c?.d', null],
  ['m.c?.d?.e', null],
  ['m?.b?.c', 2],
  ['m.constructor', null],
  ['[[a: 1], [a: 2], [:], null].a', [1, 2, null, null]],
  ["[[a: 1], [a: 2]]['a'][1]", 2],
  ['[[[a: 1]]].a', [[1]]],
  ['[a: null].a', null],
  // names, and what is called
  ['$y', 5],
  ['_z1', 6],
  ['zql("count zone")[0].total', 1],
  ["put('other', 3)", 3],
];
const BEFORE = "def x = 'k'; def m = [a: 1, b: [c: 2]]\n$y = 4\n$y = 5; _z1 = 6;";

test('expressions have their values', async () => {
  const said: unknown[] = [];
  for (const [expression] of VALUES) {
    const script = `${BEFORE}\nput('it', ${expression})`;
    const { status, body } = await emulator.call('GET', path(script));
    said.push([expression, status === 200 ? body.result.it : body.error.details]);
  }
  expect(said).toEqual(VALUES);
});

test('statements end with their lines or a semicolon, commands need no brackets', async () => {
  expect(
    await run(
      [
        "put 'a', 1",
        "put('b', 2); put 'c', 3;;",
        '/* over',
        'two lines */ put "d",',
        '  4 // and no more',
        'put(',
        "  'e'",
        '  ,',
        '  5',
        ')',
        "put ('f', 6)",
        "put('g')",
        "put('h', put('i', 7))",
        "put = 8; put('j', put)",
        "put('k', null)\tput",
      ]
        .join('\n')
        .replace('\tput', ''),
    ),
  ).toEqual({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: null, h: 7, i: 7, j: 8, k: null });
  expect(await run("// put('a', 1)")).toEqual({});
  expect(await run("put('a', 1)\r\nput('b', 2)\r\n")).toEqual({ a: 1, b: 2 });
});

test('expressions stand in each other 64 deep, and any number behind each other', async () => {
  const nested = (depth: number) => `put('it', ${'('.repeat(depth)}1${')'.repeat(depth)})`;
  expect(await run(nested(62))).toEqual({ it: 1 });
  const { details } = await emulator.refused('GET', path(nested(63)));
  expect(details).toContain(': too deep, error at line 0: put');
  expect(await run(Array(100).fill("put('it', [1, 2][1])").join('\n'))).toEqual({ it: 2 });
});

const NO_OTHER =
  'the script of a batch query sets variables and calls query, zql, call and put here, and is no other Groovy: ';
const UNREAD: readonly (readonly [script: string, why: string, line: number])[] = [
  ["put('a', 1) put('b', 2)", 'unexpected put', 0],
  ['1 2', 'unexpected 2', 0],
  ['def', 'unexpected the end of the script', 0],
  ['a = \n1', 'unexpected the end of the line', 0],
  ['1 = 2', 'unexpected =', 0],
  ["'a' = 2", 'unexpected =', 0],
  ["put('a'", 'unexpected the end of the script', 0],
  ["put('a', 1", 'unexpected the end of the script', 0],
  ["put('a' 1)", 'unexpected 1', 0],
  ["1\nput 'a' 1", 'unexpected 1', 1],
  ['a.', 'unexpected the end of the script', 0],
  ['a.\nb', 'unexpected the end of the line', 0],
  ['a.1', 'unexpected 1', 0],
  ['a?.()', 'unexpected (', 0],
  ['a.b()', 'unexpected (', 0],
  ['a.b{', 'unexpected {', 0],
  ['a[1', 'unexpected the end of the script', 0],
  ['(1', 'unexpected the end of the script', 0],
  ['[1', 'unexpected the end of the script', 0],
  ['[1 2]', 'unexpected 2', 0],
  ['[a: 1', 'unexpected the end of the script', 0],
  ['[a: 1, b]', 'unexpected ]', 0],
  ['[a: 1, +: 2]', 'unexpected +', 0],
  ['[: 1]', 'unexpected 1', 0],
  ['+', 'unexpected +', 0],
  ['1 +', 'unexpected the end of the script', 0],
  ['a\n#', "unexpected char: '#'", 1],
  ['1\n\n"a', 'a text without an end', 2],
  ["'a\nb'", 'a text without an end', 0],
  ["'''a\nb''", 'a text without an end', 0],
  [String.raw`'a\'`, 'a text without an end', 0],
  ['1\n"${1"', 'an expression without an end', 1],
  ['"${1 2}"', 'unexpected 2', 0],
  ['1\n"${}"', 'unexpected the end of the script', 1],
  ['1\n\n"a${#}"', "unexpected char: '#'", 2],
  ["/* a\nb */\n'''c\nd'''\n+", 'unexpected +', 4],
  ['foo(1)', 'the method foo is not run here', 0],
  ["put('a',\n foo())", 'the method foo is not run here', 1],
];

test('the rest is refused, with its place', async () => {
  const before = emulator.world();
  for (const [script, why, line] of UNREAD) {
    const { code, details } = await emulator.refused('GET', path(script));
    expect([script, code, details]).toEqual([
      script,
      'SYS.1014',
      `${NO_OTHER}${why}, error at line ${line}: ${script.split('\n')[line]}`,
    ]);
  }
  expect(emulator.world()).toEqual(before);
});

const ZONE = 'query("QueryZone';
/** Of `!=null` the real system finds `=null` first. */
const FAILS: readonly (readonly [line: string, why: string])[] = [
  ['nothing', 'No such property: nothing for class: Script1'],
  ['m.c.d', "Cannot get property 'd' on null object"],
  ['m.c[1]', "Cannot get property '1' on null object"],
  ["'a'.b", 'invalid operation on class[string]'],
  ['1[2]', 'invalid operation on class[number]'],
  ['call("queryzone", "[]")', 'Expected BEGIN_OBJECT but was []'],
  ['call("queryzone", "x")', `Unexpected token 'x', "x" is not valid JSON`],
  ['call("generatesshkeypair", "{}")', 'no query API found for generatesshkeypair'],
  ['call("getversion", "{}")', 'no query API found for getversion'],
  [
    'call("getaccountquotausage", "{}")',
    'field[uuid] of message[org.zstack.header.message.ApiMessageParamValidator] is mandatory, can not be null',
  ],
  [
    'query("GetVolumeFormat a=1")',
    'class[org.zstack.header.volume.APIGetVolumeFormatMsg] is not annotated by AutoQuery',
  ],
  ['query("  ")', 'invalid query string:   '],
  [
    `${ZONE} a b=1")`,
    "invalid query string[QueryZone a b=1], word[a] doesn't have a valid operator",
  ],
  [
    `${ZONE} name!=null")`,
    'org.zstack.header.exception.CloudRuntimeException: inventory class[class org.zstack.header.zone.ZoneInventory] not having field[name!]',
  ],
  [`${ZONE} limit=12345678901")`, 'For input string: "12345678901"'],
  [`${ZONE} start=1.5")`, 'For input string: "1.5"'],
  [`${ZONE} limit=")`, 'For input string: ""'],
  [`${ZONE} limit=1x")`, 'For input string: "1x"'],
  [`${ZONE} limit=x1")`, 'For input string: "x1"'],
];

test('what fails while it runs is told with its line', async () => {
  const said: unknown[] = [];
  for (const [line] of FAILS) {
    const { body } = await emulator.call('GET', path(`def m = [:]\n${line}\nput 'a', 1`));
    said.push([line, body.error?.details]);
  }
  expect(said).toEqual(FAILS.map(([line, why]) => [line, `${why}, error at line 1: ${line}`]));
});

test.each([
  ['querywebhook', 'query.APIQueryWebhookMsg'],
  ['getplatformtimezone', 'managementnode.APIGetPlatformTimeZoneMsg'],
])('only admin has %s answered', async (name) => {
  const script = `put('it', call('${name}', '{"conditions": []}'))`;
  expect(Object.keys((await run(script)).it)).toEqual(['result']);
  const { details } = await emulator.refused('GET', path(script), undefined, ALICE_SESSION);
  expect(details).toMatch(
    /^request api\[name: org\.zstack\.\S+Msg\] is admin only, can not be executed by current user, error at line 0: put/,
  );
});

test.each([
  ['name=centos-7.9', ['centos-7.9']],
  ['name!=centos-7.9', ['deleted-yesterday', 'retired', 'ubuntu-22.04-live.iso', 'windows-2019']],
  ['name~=%-%', ['centos-7.9', 'deleted-yesterday', 'ubuntu-22.04-live.iso', 'windows-2019']],
  ['name!~=%-%', ['retired']],
  ['name?=retired,centos-7.9', ['centos-7.9', 'retired']],
  ['name!?=retired,centos-7.9', ['deleted-yesterday', 'ubuntu-22.04-live.iso', 'windows-2019']],
  ['size>=42949672960', ['centos-7.9', 'windows-2019']],
  ['size>42949672960', ['windows-2019']],
  ['actualSize<800000000', ['retired']],
  ['actualSize<=734003200', ['retired']],
  ['description=null', ['centos-7.9', 'ubuntu-22.04-live.iso', 'windows-2019']],
  ['name=centos-7.9  state=Enabled', ['centos-7.9']],
  ['name=centos-7.9 state=Disabled', []],
  ['limit=2', ['centos-7.9', 'deleted-yesterday']],
  ['limit=+1', ['centos-7.9']],
  ['limit=0000000001', ['centos-7.9']],
  ['start=3', ['ubuntu-22.04-live.iso', 'windows-2019']],
  ['limit=2 sortDirection=desc', ['windows-2019', 'ubuntu-22.04-live.iso']],
])('QueryImage %s finds what it says', async (words, names) => {
  const script = `put('it', query('QueryImage sortBy=name ${words}').result.name)`;
  expect((await run(script)).it).toEqual(names);
});

test('fields, numbers, and both, in any case', async () => {
  const it = (words: string) => run(`put('it', query('queryIMAGE ${words}'))`);
  expect(await it('count=TRUE')).toEqual({ it: { total: 5, result: null } });
  const uuid = SEED.images.linux;
  expect(await it(`uuid=${uuid} fields=uuid,name replyWithCount=True count=no`)).toEqual({
    it: { total: 1, result: [{ uuid, name: 'centos-7.9' }] },
  });
  expect(await it(`uuid=${uuid} fields=name replyWithCount=no`)).toEqual({
    it: { total: null, result: [{ name: 'centos-7.9' }] },
  });
});
