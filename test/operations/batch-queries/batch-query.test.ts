import { ALICE_SESSION, SEED, TEST_TIME, TestEmulator } from '../../support/emulator';
import { like } from '../../support/like';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const path = (script: string) => `/batch-queries?script=${encodeURIComponent(script)}`;
const run = async (script: string, session?: string) => {
  const { status, body, text } = await emulator.call('GET', path(script), undefined, session);
  if (status !== 200) throw new Error(text);
  return body.result;
};
const refused = (script: string, session?: string) =>
  emulator.refused('GET', path(script), undefined, session);

test('answers what a script puts: pages, numbers, both', async () => {
  const result = await run(`
    // everything that is on
    def images = query("QueryImage state=Enabled limit=2 sortBy=name sortDirection=desc")
    put("images", images)
    put('number', query('queryimage count=true').total)
    put 'both', query('QueryImage replyWithCount=true limit=1 fields=uuid,name')
  `);
  const { body } = await emulator.call('GET', '/images?q=state=Enabled&limit=2&sort=-name');
  expect(result.images).toEqual({ total: null, result: body.inventories });
  const all = (await emulator.call('GET', '/images?count=true')).body.total;
  expect(result.number).toBe(all);
  expect(result.both.total).toBe(all);
  expect(Object.keys(result.both.result[0])).toEqual(['uuid', 'name']);
});

test('a count has no result', async () => {
  expect(await run('put("n", query("QueryZone count=true"))')).toEqual({
    n: { total: 1, result: null },
  });
});

test('what one query finds is asked for by the next', async () => {
  const result = await run(`
    def vm = query("QueryVmInstance uuid=${SEED.vms.runningLinux}").result[0]
    put("root", query("QueryVolume uuid=\${vm.rootVolumeUuid} fields=uuid").result)
    put("names", query("QueryVolume vmInstanceUuid=" + vm.uuid + " sortBy=name").result.name)
    put("none", query("QueryVolume uuid=x").result[0]?.name)
    put("literals", [1, 'a', true, null, [b: 'c', "d": [:]], []])
  `);
  expect(result.root).toEqual([{ uuid: SEED.volumes.runningLinux }]);
  expect(result.names).toEqual(expect.arrayContaining([expect.any(String)]));
  expect(result.none).toBe(null);
  expect(result.literals).toEqual([1, 'a', true, null, { b: 'c', d: {} }, []]);
});

test.each([
  ['name=centos-7.9', 1],
  ['name!=centos-7.9 name~=%centos%', 0],
  ['uuid?=' + [SEED.images.linux, SEED.images.iso].join(','), 2],
  ['uuid!?=' + SEED.images.linux + ' uuid=' + SEED.images.linux, 0],
  ['size>=0 uuid=' + SEED.images.linux, 1],
  ['size<1 uuid=' + SEED.images.linux, 0],
  ['uuid=null', 0],
])('QueryImage %s finds %i', async (words, number) => {
  expect((await run(`put("n", query("QueryImage count=true ${words}").total)`)).n).toBe(number);
});

test('asks ZQL and calls what is answered at once', async () => {
  const result = await run(`
    put("zql", zql("count zone"))
    put("time", call("getcurrenttime", "{}").result.currentTime.MillionSeconds)
    put("quota", call("org.zstack.header.identity.APIGetAccountQuotaUsageMsg", '{"uuid": "a11ce000000040008000000000000001"}').result.usages[0].name)
    put("query", call("queryzone", '{"conditions": [{"name": "name", "op": "=", "value": "zone-1"}]}').result.inventories.name)
  `);
  expect(result).toEqual({
    zql: [{ total: 1 }],
    time: TEST_TIME,
    quota: 'image.num',
    query: ['zone-1'],
  });
});

test('shows each account its own, and of what is the admin’s nothing', async () => {
  const script = 'put("v", query("QueryVolume").result.uuid); put("h", query("QueryWebhook"))';
  expect(await run(script, ALICE_SESSION)).toEqual({
    v: [SEED.volumes.alice],
    h: { total: 0, result: [] },
  });
});

test.each([
  [
    'query("QueryNothing")',
    'SYS.1006',
    'no query API found for querynothing, error at line 0: query("QueryNothing")',
  ],
  [
    'def a = 1\nquery("QueryImage name")',
    'SYS.1006',
    `invalid query string[QueryImage name], word[name] doesn't have a valid operator, error at line 1: query("QueryImage name")`,
  ],
  ['query("")', 'SYS.1006', 'invalid query string: , error at line 0: query("")'],
  ['query("QueryImage nothing=1")', 'SYS.1006', /not having field\[nothing\], error at line 0/],
  [
    'query("QueryImage limit=x")',
    'SYS.1006',
    'For input string: "x", error at line 0: query("QueryImage limit=x")',
  ],
  [
    'query("GetVolumeFormat")',
    'SYS.1006',
    /^class\[org\.zstack\.\w+(\.\w+)*\] is not annotated by AutoQuery/,
  ],
  ['call("getversion", "{}")', 'SYS.1006', /^no query API found for getversion/],
  ['call("QueryZone", "{}")', 'SYS.1006', /^no query API found for QueryZone/],
  ['call("addimage", "{}")', 'SYS.1006', /^no query API found for addimage/],
  ['put("a", b)', 'SYS.1006', /^No such property: b for class: Script1/],
  [
    'put("a", query("QueryZone uuid=x").result[0].name)',
    'SYS.1006',
    /^Cannot get property 'name' on null object/,
  ],
  ['zql("nonsense")', 'SYS.1006', /error at line 0/],
  [
    'import groovy.transform.*',
    'SYS.1014',
    /^the script of a batch query sets variables and calls query, zql, call and put here, and is no other Groovy/,
  ],
  ['query("QueryImage").result.each { put(it.uuid, it) }', 'SYS.1014', /unexpected \{/],
  ['Runtime.getRuntime().exec("x")', 'SYS.1014', /unexpected \(/],
  ['x.sleep(1)', 'SYS.1014', /unexpected \(/],
  ['println("a")', 'SYS.1014', /the method println is not run here/],
  ['put("a, 1)', 'SYS.1014', /a text without an end/],
  [
    '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
    'SYS.1014',
    /too deep/,
  ],
])('%j is refused', async (script, code, details) => {
  const error = await refused(script);
  expect(error.code).toBe(code);
  expect(error.details).toEqual(like(details));
});

test('nothing is run of what cannot be read', async () => {
  expect(await run('')).toEqual({});
  expect(await run('/* nothing */\n;;\n')).toEqual({});
});
