import { blobContentId, mayBeBlob } from '../../src/domain/blob';

const MD5 = '0123456789abcdef0123456789abcdef';

test('what real bytes are called says what they are', () => {
  expect(blobContentId(MD5, 1_500_000)).toBe(`${MD5}-16e360`);
  expect(mayBeBlob(blobContentId(MD5, 0))).toBe(true);
});

test.each([
  '',
  MD5,
  `${MD5}-`,
  `-16e360`,
  `${MD5}16e360`,
  `${MD5}0-16e360`,
  `${MD5.slice(1)}-16e360`,
  `${MD5.toUpperCase()}-16e360`,
  `${MD5}-16E360`,
  `${MD5}-16e360.part`,
  `../${MD5}-16e360`,
  `${MD5}-16e360\n../x`,
])('%j is the name of no real bytes', (name) => {
  expect(mayBeBlob(name)).toBe(false);
});
