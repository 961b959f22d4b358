import { decodeBase64 } from '../../src/core/java-base64';
import { asDoubles, numberOf, plainNumbers, WrittenNumber } from '../../src/core/written-number';

test.each([
  ['', ''],
  ['YQ', 'a'],
  ['YQ==', 'a'],
  ['YWI', 'ab'],
  ['YWI=', 'ab'],
  ['YWJj', 'abc'],
  ['Ym9vdA==', 'boot'],
])('the Base64 %j is %j', (text, said) => {
  expect(decodeBase64(text).toString()).toBe(said);
});

test('every digit of Base64 is one', () => {
  const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  expect(decodeBase64(all).toString('base64')).toBe(all);
});

const UNIT = 'Input byte array has wrong 4-byte ending unit';
const BITS = 'Last unit does not have enough valid bits';
const SHORT = 'Input byte[] should at least have 2 bytes for base64 bytes';

test.each([
  ['Y', SHORT],
  ['=', SHORT],
  ['YQ=', UNIT],
  ['YQ=x', UNIT],
  ['YWJj=', UNIT],
  ['==', UNIT],
  ['====', UNIT],
  ['YWI==', 'Input byte array has incorrect ending byte at 4'],
  ['YWI=x', 'Input byte array has incorrect ending byte at 4'],
  ['YQ==\n', 'Input byte array has incorrect ending byte at 4'],
  ['YWJjYQ==YQ==', 'Input byte array has incorrect ending byte at 8'],
  ['YWJjZ', BITS],
  ['YWJjZ=', BITS],
  ['Y Q', 'Illegal base64 character 20'],
  ['**', 'Illegal base64 character 2a'],
  ['YWJj-_', 'Illegal base64 character 2d'],
  ['YW\u00e9', 'Illegal base64 character c3'],
])('the Base64 %j is none: %s', (text, words) => {
  expect(() => decodeBase64(text)).toThrow(new Error(words));
});

test.each([
  ['0', 0],
  ['-0', 0],
  ['-1', -1],
  ['100', 100],
  ['1.5', 1.5],
  ['-1.25', -1.25],
  ['9999999', 9_999_999],
  ['9999999.5', 9_999_999.5],
  ['0.001', 0.001],
  ['1e-3', 0.001],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('the number %s is written as it is here', (json, value) => {
  expect(numberOf(json)).toBe(value);
});

test.each([
  ['1.0', 1, '1.0'],
  ['0.0', 0, '0.0'],
  ['-0.0', -0, '-0.0'],
  ['1e2', 100, '100.0'],
  ['1e7', 1e7, '1.0E7'],
  ['-1e7', -1e7, '-1.0E7'],
  ['10000000.0', 1e7, '1.0E7'],
  ['12345678.9', 12_345_678.9, '1.23456789E7'],
  ['0.00099', 0.00099, '9.9E-4'],
  ['-0.00099', -0.00099, '-9.9E-4'],
  ['1e21', 1e21, '1.0E21'],
  ['5e-324', 5e-324, '5.0E-324'],
  ['9007199254740993', 2 ** 53, '9007199254740993'],
  ['-9007199254740993', -(2 ** 53), '-9007199254740993'],
  ['9223372036854775807', 2 ** 63, '9223372036854775807'],
  ['9223372036854775808', 2 ** 63, '9.223372036854776E18'],
  ['-9223372036854775808', -(2 ** 63), '-9223372036854775808'],
  ['-9223372036854775809', -(2 ** 63), '-9.223372036854776E18'],
])('the number %s is another text to Java', (json, value, text) => {
  const number = numberOf(json);
  expect(number).toEqual(new WrittenNumber(value, text));
  expect([String(number), JSON.stringify(number)]).toEqual([text, JSON.stringify(value)]);
});

test('what is read as doubles is written as such, however deep, and plain again', () => {
  const long = numberOf('9007199254740993');
  const value = { a: [1, { b: 1e8 }], c: null, d: 'x', e: true, f: long, g: undefined };
  const doubles = {
    a: [new WrittenNumber(1, '1.0'), { b: new WrittenNumber(1e8, '1.0E8') }],
    c: null,
    d: 'x',
    e: true,
    f: new WrittenNumber(2 ** 53, '9.007199254740992E15'),
    g: undefined,
  };
  expect(asDoubles(value)).toStrictEqual(doubles);
  expect(plainNumbers(doubles)).toStrictEqual({ ...value, f: 2 ** 53 });
  expect([asDoubles(null), asDoubles('1'), plainNumbers(null), plainNumbers(3)]).toEqual([
    null,
    '1',
    null,
    3,
  ]);
});
