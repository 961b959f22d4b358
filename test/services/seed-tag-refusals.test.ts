import { BASE, startSeed } from '../support/seeds';

const ALICE = 'a11ce000000040008000000000000001';
const ALICES = '7a900000000040008000000000000001';
const PATTERNS = `version: 1
${BASE}
accounts: [{ name: alice, uuid: ${ALICE}, password: a }, { name: bob, password: b }]
tagPatterns:
  - { name: stage, value: production, color: '#FF0000' }
  - { name: os, type: withToken, value: 'os::{name}::{version}' }
  - { name: mine, account: alice, value: mine, uuid: ${ALICES} }
`;
const image = (fields: string) =>
  `images: [{ name: i, uuid: 1a000000000040008000000000000001, url: 'http://x', size: 1G, backupStorages: [a], ${fields} }]`;

describe('a tag pattern is refused with its place and the words of CreateTag', () => {
  test.each([
    [
      'a color that is none',
      '{ name: n, value: v, color: red }',
      'Invalid color specification[red], must like #FF00FF',
    ],
    [
      'a format that is none',
      "{ name: n, value: 'os:{name}', type: withToken }",
      "Get format[os:{name}], format must like that name::{tokenName1}::{tokenName2} ... ::{tokenNameN} or {tokenName1}::{tokenName2} ... ::{tokenNameN} Name cannot contain '{}:'",
    ],
    [
      'one like another of its account',
      "{ key: other, name: stage, value: v, color: '#ff0000' }",
      'you already has a tag which [name:stage, color:#ff0000]',
    ],
    [
      'an account that is none',
      '{ name: n, value: v, account: eve }',
      "no account of the seed is called 'eve'",
    ],
    [
      'a system tag of other resources',
      "{ name: n, value: v, systemTags: ['bootMode::UEFI'] }",
      'no system tag matches[bootMode::UEFI] for resourceType[TagPatternVO]',
    ],
    [
      'a tag of no pattern',
      '{ name: n, value: v, tags: [none] }',
      "no tag-pattern of the seed is called 'none'",
    ],
    [
      'a change before it was made',
      '{ name: n, value: v, createDate: -1d, lastOpDate: -2d }',
      'its lastOpDate is before its createDate',
    ],
  ])('%s', async (_what, pattern, message) => {
    const problem = `tagPatterns.3: ${message}`;
    await expect(startSeed(`${PATTERNS}  - ${pattern}\n`)).rejects.toThrow(problem);
  });

  test.each([
    ['no value', '{ name: n }', /seed\.yaml:\d+: tagPatterns\.3\.value: /],
    ['an empty value', "{ name: n, value: '' }", /tagPatterns\.3\.value: Too small/],
    ['129 characters', `{ name: ${'n'.repeat(129)}, value: v }`, /tagPatterns\.3\.name: Too big/],
    ['another type', '{ name: n, value: v, type: token }', /tagPatterns\.3\.type: /],
    ['a field that is none', '{ name: n, value: v, colour: red }', /Unrecognized key: "colour"/],
  ])('a form that is none: %s', async (_what, pattern, message) => {
    await expect(startSeed(`${PATTERNS}  - ${pattern}\n`)).rejects.toThrow(message);
  });

  test('one of the name of another, which may be meant to change it, or to be a second one', async () => {
    const seed = `${PATTERNS}  - { name: stage, value: production, color: '#00FF00' }\n`;
    await expect(startSeed(seed)).rejects.toThrow(
      /tagPatterns\.3: 'stage' stands already at .*tagPatterns\.0; `override: true` would change it, a `key` of its own tells it apart/,
    );
  });

  test('two accounts have patterns that are like each other, and one account of two types', async () => {
    const emulator = await startSeed(`${PATTERNS}
  - { key: of-alice, name: stage, account: alice, value: production, color: '#FF0000' }
  - { key: format, name: stage, value: '{stage}', type: withToken, color: '#FF0000' }
`);
    expect(emulator.brokenLaws()).toEqual({});
  });
});

describe('tags of an image are refused with its place:', () => {
  const NOT_OWNED = `images.0: resource[uuids:[1a000000000040008000000000000001]] is not owned by account[uuid:${ALICE}]`;
  test.each([
    ['of no pattern', 'tags: [none]', "images.0: no tag-pattern of the seed is called 'none'"],
    [
      'of a uuid that no pattern has',
      'tags: [7a9000000000400080000000000000ff]',
      "images.0: no tag-pattern of the seed is called '7a9000000000400080000000000000ff'",
    ],
    [
      'of a uuid that something else has',
      'tags: [1a000000000040008000000000000001]',
      "images.0: no tag-pattern of the seed is called '1a000000000040008000000000000001'",
    ],
    [
      'a token that is missing',
      'tags: [{ pattern: os, tokens: { name: linux } }]',
      'images.0: all tokens [name, version] must be specify',
    ],
    ['no tokens at all', 'tags: [os]', 'images.0: all tokens [name, version] must be specify'],
    [
      'tokens of a simple pattern',
      'tags: [{ pattern: stage, tokens: { name: linux } }]',
      'images.0: simple tag pattern has no tokens',
    ],
    [
      'the same twice',
      'tags: [stage, { pattern: stage }]',
      "images.0: it has the tag of 'stage' twice",
    ],
    [
      'the same by its name and its uuid',
      `account: alice, tags: [mine, ${ALICES}]`,
      `images.0: it has the tag of '${ALICES}' twice`,
    ],
    ['of another account, on an image of the admin', 'tags: [mine]', NOT_OWNED],
    ['of another account', 'account: bob, tags: [mine]', NOT_OWNED],
    ['a number', 'tags: [7]', /images\.0\.tags\.0: /],
    [
      'a value that is no text',
      'tags: [{ pattern: os, tokens: { name: 7 } }]',
      /images\.0\.tags\.0\.tokens\.name: /,
    ],
    ['without a pattern', 'tags: [{ tokens: {} }]', /images\.0\.tags\.0\.pattern: /],
  ])('%s', async (_what, fields, message) => {
    await expect(startSeed(`${PATTERNS}${image(fields)}`)).rejects.toThrow(message);
  });

  test('a name that several patterns have names none of them', async () => {
    const seed = `${BASE}
tagPatterns:
  - { key: red, name: stage, value: v, color: '#FF0000' }
  - { key: blue, name: stage, value: v, color: '#0000FF' }
${image('tags: [stage]')}`;
    await expect(startSeed(seed)).rejects.toThrow(
      "images.0: 2 tag-patterns of the seed are called 'stage': name the `key` or the uuid of one",
    );
  });

  test('more than a resource may have', async () => {
    const seed = `globalConfig: { tag2/tag.resource.attached: 2 }\n${PATTERNS}  - { name: third, value: v }
${image('account: alice, tags: [stage, third, mine]')}`;
    await expect(startSeed(seed)).rejects.toThrow(
      'images.0: resource[uuid:1a000000000040008000000000000001] has been attached 2 tags, cannot attach any more',
    );
  });

  test('all that is wrong is told at once, of accounts, patterns and resources', async () => {
    const seed = `${PATTERNS.replace('password: b', 'password: b, tags: [x]')}  - { name: n, value: v, color: '#12', tags: [y] }
${image('tags: [z]')}`;
    const refused = await startSeed(seed).catch((error: Error) => error.message);
    for (const part of [
      "accounts.1: no tag-pattern of the seed is called 'x'",
      'tagPatterns.3: Invalid color specification[#12]',
      "images.0: no tag-pattern of the seed is called 'z'",
    ]) {
      expect(refused).toContain(part);
    }
  });
});
