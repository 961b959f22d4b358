import { readPact } from '../../../src/verify/pact';
import { fileOf } from './a-pact';

const request = { method: 'get', path: '/v1/zones', query: 'q=name=a&q=state=Enabled&limit=1' };

test('states, query and headers are read in each form that writers have', () => {
  const [old] = readPact(fileOf({ request, response: {}, providerState: 'a zone' })).interactions;
  expect(old).toMatchObject({
    states: [{ name: 'a zone', params: {} }],
    request: {
      method: 'GET',
      query: { q: ['name=a', 'state=Enabled'], limit: ['1'] },
      body: undefined,
    },
    response: { status: 200, body: undefined },
  });
  const providerStates = [{ name: 'zones', params: { count: 3 } }, { name: 'hosts' }];
  const query = { limit: ['1'], count: 'true' };
  const newer = { type: 'Synchronous/HTTP', pending: true, providerStates };
  const headers = { Accept: ['application/json'] };
  const text = fileOf(
    { ...newer, request: { ...request, query, headers }, response: { status: 201 } },
    '4.0',
  );
  expect(readPact(text).interactions).toMatchObject([
    {
      isPending: true,
      states: [
        { name: 'zones', params: { count: 3 } },
        { name: 'hosts', params: {} },
      ],
      request: {
        query: { limit: ['1'], count: ['true'] },
        headers: { Accept: ['application/json'] },
      },
      response: { status: 201 },
    },
  ]);
});

test('messages are told apart', () => {
  const text = fileOf({ type: 'Asynchronous/Messages', contents: {} }, '4.0');
  expect(readPact(text)).toMatchObject({
    interactions: [],
    others: ['something (Asynchronous/Messages)'],
  });
});

const rules = (matchingRules: object) => fileOf({ request, response: { matchingRules } });

test.each<[string, string, string]>([
  ['no JSON', '{', 'it is no JSON'],
  ['a list', '[]', 'the file: '],
  ['no consumer', JSON.stringify({ provider: { name: 'x' }, interactions: [] }), 'consumer: '],
  [
    'version 2',
    fileOf({ request }, '2.0.0'),
    'it is of version 2 of the Pact specification; 3 and 4 are read',
  ],
  ['no version', fileOf({ request }, ''), 'it is of version nobody knows which'],
  [
    'messages alone',
    JSON.stringify({
      consumer: { name: 'a' },
      provider: { name: 'b' },
      messages: [],
      metadata: { pactSpecification: { version: '3.0.0' } },
    }),
    'it has messages and no interactions',
  ],
  [
    'a status that is none',
    fileOf({ request, response: { status: 2000 } }),
    'interactions.0.response.status: ',
  ],
  ['a path that is none', fileOf({ request: { path: 'zones' } }), 'interactions.0.request.path: '],
  [
    'a rule without matchers',
    rules({ body: { '$.a': {} } }),
    'matchingRules.body.$.a: it has no list of matchers',
  ],
  [
    'a matcher that nobody knows',
    rules({ body: { '$.a': { matchers: [{ match: 'magic' }] } } }),
    "a matcher 'magic' that is not known",
  ],
  [
    'a pattern that is none',
    rules({ body: { '$.a': { matchers: [{ match: 'regex', regex: '(' }] } } }),
    "'(' is no regular expression",
  ],
  ['a path of a rule', rules({ body: { 'a.b': { matchers: [] } } }), 'a path begins with $'],
  [
    'a body of version 4 that is none',
    fileOf({ request, response: { body: { a: 1 } } }, '4.0'),
    'says its content',
  ],
  ['rules of version 2', rules({ '$.body.a': { match: 'type' } }), 'of version 2'],
  [
    'a generator without a type',
    fileOf({ request: { ...request, generators: { body: { '$.a': {} } } }, response: {} }),
    'request.generators.body.$.a: it has no type',
  ],
])('%s is refused in words', (_what, text, words) => {
  expect(() => readPact(text)).toThrow(words);
});
