import { judgeContract, readContract, writeContract } from '../../src/app/client-contract';
import { goneLater, releasesAfter, type MadeCall } from '../../src/contract/later-releases';

/* What releases have of what a client calls: by the facts of each, and from one to those that came after it. */

type Operations = Parameters<typeof judgeContract>[0]['operations'];
const relying = (operations: Operations) => ({ release: '5.3', operations });
const of = (calls: string[], parameters: string[] = []) => ({ calls, parameters });

describe('of what a client relies on', () => {
  test.each<[what: string, operations: Operations, release: string, missing: [string, string][]]>([
    [
      'everything is there',
      {
        QueryImage: of(['GET /v1/images', 'GET /v1/images/abc', 'GET /v1/images/']),
        DeleteZone: of(['DELETE /v1/zones/abc'], ['uuid', 'deleteMode']),
        AddUserToGroup: of([]),
      },
      '5.3',
      [],
    ],
    [
      'operations are told that there are none of',
      { AddReservedIpRange: of(['nonsense'], ['startIp']), AddUserToGroup: of([]) },
      '5.0',
      [['AddReservedIpRange', '5.0 has no such operation']],
    ],
    [
      'parameters are told that there are none of, each',
      {
        CreateL2VlanNetwork: of([], ['name', 'isolated', 'pvlan', 'nothing']),
        CreateVip: of([], ['ipVersion']),
      },
      'zsv-4.10',
      [
        ['CreateL2VlanNetwork', "it has no parameter 'isolated'"],
        ['CreateL2VlanNetwork', "it has no parameter 'pvlan'"],
        ['CreateVip', "it has no parameter 'ipVersion'"],
      ],
    ],
    [
      'paths are told that are others',
      {
        DetachNetworkServiceFromL3Network: of([
          'DELETE /v1/l3-networks/a/network-services',
          'DELETE /v1/l3-networks/a/network-services/b',
          'GET /v1/l3-networks/a/network-services',
          'DELETE /v1/l3-networks/a/b/network-services',
          'x DELETE /v1/l3-networks/a/network-services',
          'DELETE',
        ]),
      },
      '4.8',
      [
        'DELETE /v1/l3-networks/a/network-services/b',
        'GET /v1/l3-networks/a/network-services',
        'DELETE /v1/l3-networks/a/b/network-services',
        'x DELETE /v1/l3-networks/a/network-services',
        'DELETE',
      ].map((call) => [
        'DetachNetworkServiceFromL3Network',
        `it is no ${call}: DELETE /v1/l3-networks/{l3NetworkUuid}/network-services`,
      ]),
    ],
    [
      'a path with one step more is another',
      {
        QueryZone: of(['GET /v1/zones/a', 'GET /v1/zones/a/b', 'POST /v1/zones']),
        DeleteZone: of(['DELETE /v1/zones/a/b', 'DELETE /v1/zones']),
      },
      '5.3',
      [
        ['QueryZone', 'it is no GET /v1/zones/a/b: GET /v1/zones or /v1/zones/{uuid}'],
        ['QueryZone', 'it is no POST /v1/zones: GET /v1/zones or /v1/zones/{uuid}'],
        ['DeleteZone', 'it is no DELETE /v1/zones/a/b: DELETE /v1/zones/{uuid}'],
        ['DeleteZone', 'it is no DELETE /v1/zones: DELETE /v1/zones/{uuid}'],
      ],
    ],
  ])('%s', (_what, operations, release, missing) => {
    const verdict = judgeContract(relying(operations), release);
    expect([verdict.release, verdict.unknown]).toEqual([release, []]);
    expect(verdict.missing).toEqual(missing.map(([operation, what]) => ({ operation, what })));
  });

  test('of the method that an operation has for a while the other is told', () => {
    const whats = (release: string | undefined) =>
      judgeContract(
        relying({ GetVmsCapabilities: of(['POST /v1/vm-instances/capabilities']) }),
        release,
      ).missing.map(({ what }) => what);
    expect(whats('4.8')).toEqual([]);
    expect(whats('zsv-4.10')).toEqual([]);
    expect(whats('5.0')).toEqual([
      'it is no POST /v1/vm-instances/capabilities: GET /v1/vm-instances/capabilities',
    ]);
    expect(whats(undefined)).toEqual(whats('5.3'));
  });

  test('nothing is known of what is closed, or of no name', () => {
    const operations = {
      CloneImage: of([]),
      Nonsense: of(['GET /x']),
      toString: of([]),
      QueryZone: of([]),
    };
    expect(judgeContract(relying(operations), '4.3')).toEqual({
      release: '4.3',
      missing: [],
      unknown: ['CloneImage', 'Nonsense', 'toString'],
    });
  });
});

describe('a file of it', () => {
  const relied = {
    release: '5.3',
    operations: {
      QueryZone: {
        ...of(['GET /v1/zones']),
        reads: ['a'],
        readsEither: [['b', 'c']],
        untried: ['d'],
      },
    },
  };

  test('says what was written', () => {
    const text = writeContract(readContract(JSON.stringify(relied)));
    expect(text.split('\n').slice(0, 4)).toEqual([
      '# What a client relies on of the image API, as `zstack-emulator run --contract-out` saw it.',
      '# `zstack-emulator verify --contract FILE --release 4.8` tells what of it a release has not.',
      "release: '5.3'",
      'operations:',
    ]);
    expect(readContract(text)).toEqual(relied);
  });

  test.each([
    ['[]', /^the file: /],
    ['{ release: "", operations: {} }', /^release: /],
    ['{ release: 5.3, operations: {} }', /^release: /],
    [`{ release: '${'x'.repeat(301)}', operations: {} }`, /^release: /],
    ['{ release: "5.3" }', /^operations: /],
    ['{ release: "5.3", operations: { A: { calls: [] } } }', /^operations\.A\.parameters: /],
    [
      '{ release: "5.3", operations: { A: { calls: [""], parameters: [] } } }',
      /^operations\.A\.calls\.0: /,
    ],
    [
      '{ release: "5.3", operations: { A: { calls: [], parameters: [], more: 1 } } }',
      /^operations\.A: /,
    ],
    [
      `{ release: "5.3", operations: { A: { calls: [], parameters: [${'x,'.repeat(10_001)}] } } }`,
      /^operations\.A\.parameters: /,
    ],
    [
      `{ release: "5.3", operations: { ${Array.from({ length: 10_001 }, (_, i) => `A${i}: { calls: [], parameters: [] }`).join(', ')} } }`,
      /^operations: at most 10000 operations$/,
    ],
    ['{', /^.+$/],
  ])('%.60s is none', (text, why) => {
    const read = () => readContract(text);
    expect(read).toThrow(RangeError);
    expect(read).toThrow(why);
  });

  test('may be as long as it may', () => {
    const many = Array.from({ length: 10_000 }, () => 'x');
    const operations = {
      A: { calls: many, parameters: many, reads: many, readsEither: [many], untried: many },
    };
    expect(readContract(JSON.stringify(relying(operations)))).toEqual(relying(operations));
  });

  test('is judged for a release that there is', () => {
    expect(() => judgeContract(relied, '9')).toThrow(
      new RangeError(
        "--release is '9': expected one of 4.3, 4.4, 4.5, 4.6, 4.7, 4.8, 5.0, 5.1, 5.2, 5.3, zsv-4.10",
      ),
    );
  });
});

describe('later', () => {
  test('are those of the same line that came after', () => {
    expect(releasesAfter('4.8.22')).toEqual(['5.0.0', '5.1.30', '5.2.1', '5.3.0']);
    expect(releasesAfter('5.2.1')).toEqual(['5.3.0']);
    expect(releasesAfter('5.3.0')).toEqual([]);
    expect(releasesAfter('zsv_4.10.0')).toEqual([]);
  });

  const call = (
    operation: string,
    method: string,
    path: string,
    given: string[] = [],
  ): MadeCall => ({
    operation,
    given,
    place: { method, path },
  });

  test('what is gone is told with its first release, and what is there instead', () => {
    const capabilities = call('GetVmsCapabilities', 'POST', '/v1/vm-instances/capabilities');
    const gone = [{ release: '5.0', note: 'it is no POST', instead: 'GET' }];
    expect(goneLater('4.3.36', capabilities)).toEqual(gone);
    expect(goneLater('4.8.22', capabilities)).toEqual(gone);
    expect(goneLater('5.0.0', capabilities)).toEqual([]);
    expect(goneLater('4.8.22', { ...capabilities, place: undefined })).toEqual([]);
    expect(goneLater('4.8.22', call('GetVmsCapabilities', 'GET', '/v1/x'))).toEqual([]);
    expect(goneLater('4.8.22', call('FstrimVm', 'PUT', '/v1/x'))).toEqual([
      { release: '5.1', note: 'it is no PUT', instead: 'POST' },
    ]);
    expect(goneLater('4.8.22', call('FstrimVm', 'POST', '/v1/x'))).toEqual([
      { release: '5.0', note: 'it is no POST', instead: 'PUT' },
    ]);
    expect(goneLater('4.8.22', call('Nonsense', 'POST', '/v1/x'))).toEqual([]);
    expect(goneLater('zsv_4.10.0', capabilities)).toEqual([]);
  });

  test('a path that one more stands beside is there still', () => {
    const path = '/v1/l3-networks/a/network-services';
    expect(goneLater('4.8.22', call('DetachNetworkServiceFromL3Network', 'DELETE', path))).toEqual(
      [],
    );
  });
});
