import { GsonError, GsonReader } from '../../src/core/gson-reader';

const read = (text: string) => new GsonReader(text).readMap();

test.each(['', '  \n', 'null', 'NULL', '#', '# x', '\ufeff'])('%j is nothing', (text) => {
  expect(read(text)).toBeUndefined();
});

// prettier-ignore
test.each([
  ['{}', '{}'],
  ['\ufeff{}', '{}'],
  ['[]', '{}'],
  [')]}\'\n{"a":1}', '{"a":1}'],
  ['  )]}\'\n{"a":1}', '{"a":1}'],
  ['{"a":1}', '{"a":1}'],
  ['{a:1.25,b:12.50e10}', '{"a":1.25,"b":125000000000}'],
  ["{'a':'b'}", '{"a":"b"}'],
  ['{a:b}', '{"a":"b"}'],
  ['{a=1}', '{"a":1}'],
  ['{a=>1}', '{"a":1}'],
  ['{a:>1}', '{"a":">1"}'],
  ['{a:1;b:2}', '{"a":1,"b":2}'],
  ['{a:[]}', '{"a":[]}'],
  ['{a:[1,2]}', '{"a":[1,2]}'],
  ['{a:[1;2]}', '{"a":[1,2]}'],
  ['{a:[,]}', '{"a":[null,null]}'],
  ['{a:[1,]}', '{"a":[1,null]}'],
  ['{a:[,1]}', '{"a":[null,1]}'],
  ['{a:[;]}', '{"a":[null,null]}'],
  ['{a:[1,,2]}', '{"a":[1,null,2]}'],
  ['{a:[[1],{b:2}]}', '{"a":[[1],{"b":2}]}'],
  ['{a:true,b:FALSE,c:True,d:null,e:Null,f:truely}', '{"a":true,"b":false,"c":true,"d":null,"e":null,"f":"truely"}'],
  ['{a:01,b:-0,c:1.,d:.5,e:+1,f:NaN,g:1e5,h:1E+5,i:-1.5e-3,j:0x1,k:1.0,l:-,m:12345678901234567890,n:00,o:1e}', '{"a":"01","b":0,"c":"1.","d":".5","e":"+1","f":"NaN","g":100000,"h":100000,"i":-0.0015,"j":"0x1","k":1,"l":"-","m":12345678901234567000,"n":"00","o":"1e"}'],
  ['{a:{b:1,b:2}}', '{"a":{"b":2}}'],
  ['[["a",1],["b",2]]', '{"a":1,"b":2}'],
  ['[[1,2]]', '{}'],
  ['[[null,2]]', '{}'],
  ['[["a",]]', '{"a":null}'],
  ['[["a",1];["b",2]]', '{"a":1,"b":2}'],
  ['[["a",{c:1}]]', '{"a":{"c":1}}'],
  ['{a:1}   \n\t\r ', '{"a":1}'],
  ['// x\n{a:1}', '{"a":1}'],
  ['/* x\n */ {a:1}', '{"a":1}'],
  ['{/*c*/a/*c*/:/*c*/1/*c*/,#c\nb:2//c\r}', '{"a":1,"b":2}'],
  ['{a:#c\n1}', '{"a":1}'],
  ['{a://c\n1}', '{"a":1}'],
  ['{a:/*c*1*/1}', '{"a":1}'],
  ['{a:/**/1}', '{"a":1}'],
  ['{"a":"\\t\\b\\n\\r\\f\\"\\\\\\/\\\'"}', '{"a":"\\t\\b\\n\\r\\f\\"\\\\/\'"}'],
  ['{"a":"x\\\ny"}', '{"a":"x\\ny"}'],
  ['{"a":"\\u0041\\u00e9x"}', '{"a":"A\u00e9x"}'],
  ['{"a":"\\u00FF"}', '{"a":"\u00ff"}'],
  ['{"\\u0061":1}', '{"a":1}'],
  ['{"a":"it\'s"}', '{"a":"it\'s"}'],
  ['{\'a\':\'"\'}', '{"a":"\\""}'],
  ['{"a":"\n\t\u0001"}', '{"a":"\\n\\t\\u0001"}'],
  ['{a:\u00e9,\u00fc:1}', '{"a":"\u00e9","\u00fc":1}'],
  ['{"":1}', '{"":1}'],
  ['{a:""}', '{"a":""}'],
])('%j says %s', (text, said) => {
  expect(JSON.parse(JSON.stringify(read(text)))).toEqual(JSON.parse(said));
});

const MALFORMED = 'com.google.gson.stream.MalformedJsonException: ';
const EXPECTED = 'java.lang.IllegalStateException: Expected ';
const ENDS = 'java.io.EOFException: End of input at ';

// prettier-ignore
test.each([
  [")]}' {}", EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 1 path $'],
  ['{a = > 1}', MALFORMED, 'Unterminated object at line 1 column 9 path $.'],
  ['{a:1,}', MALFORMED, 'Expected name at line 1 column 7 path $.'],
  ['{a:1;}', MALFORMED, 'Expected name at line 1 column 7 path $.'],
  ['{,a:1}', MALFORMED, 'Expected name at line 1 column 2 path $.'],
  ['{;}', MALFORMED, 'Expected name at line 1 column 2 path $.'],
  ['{a:1,,b:2}', MALFORMED, 'Expected name at line 1 column 6 path $.'],
  ['{a}', MALFORMED, "Expected ':' at line 1 column 4 path $."],
  ['{a:}', MALFORMED, 'Expected value at line 1 column 4 path $.'],
  ['{a:,}', MALFORMED, 'Unexpected value at line 1 column 5 path $.'],
  ['{a:]}', MALFORMED, 'Unexpected value at line 1 column 5 path $.'],
  ['{a:;}', MALFORMED, 'Unexpected value at line 1 column 5 path $.'],
  ['{:1}', MALFORMED, 'Expected name at line 1 column 2 path $.'],
  ['{a 1}', MALFORMED, "Expected ':' at line 1 column 5 path $."],
  ['{a:1 b:2}', MALFORMED, 'Unterminated object at line 1 column 7 path $.'],
  ['{a:1]', MALFORMED, 'Unterminated object at line 1 column 6 path $.'],
  ['{', ENDS, 'line 1 column 2 path $.'],
  ['{a', ENDS, 'line 1 column 3 path $.'],
  ['{a:', ENDS, 'line 1 column 4 path $.'],
  ['{a:1', ENDS, 'line 1 column 5 path $.'],
  ['{a:1,', ENDS, 'line 1 column 6 path $.'],
  ['{"a', MALFORMED, 'Unterminated string at line 1 column 4 path $.'],
  ['{"a":"b', MALFORMED, 'Unterminated string at line 1 column 8 path $.'],
  ["{'a\n", MALFORMED, 'Unterminated string at line 2 column 1 path $.'],
  ['{a:[1 2]}', MALFORMED, 'Unterminated array at line 1 column 8 path $.[1]'],
  ['{a:[1}', MALFORMED, 'Unterminated array at line 1 column 7 path $.[1]'],
  ['{a:[', ENDS, 'line 1 column 5 path $.[0]'],
  ['{a:[1', ENDS, 'line 1 column 6 path $.[1]'],
  ['{a:[1,', ENDS, 'line 1 column 7 path $.[1]'],
  ['{a:[1,{b:[1,{c:x}', ENDS, 'line 1 column 18 path $.[1].b[2]'],
  ['{a:{b:1,c:{d:[0,1,}}}', MALFORMED, 'Expected value at line 1 column 19 path $..c.d[2]'],
  ['{a:1e999}', '', 'Infinity is not a valid double value as per JSON specification. To override this behavior, use GsonBuilder.serializeSpecialFloatingPointValues() method.'],
  ['{a:-1e999}', '', '-Infinity is not a valid double value as per JSON specification. To override this behavior, use GsonBuilder.serializeSpecialFloatingPointValues() method.'],
  ['[["a",1e999]]', '', 'Infinity is not a valid double value as per JSON specification. To override this behavior, use GsonBuilder.serializeSpecialFloatingPointValues() method.'],
  ['{a:1,a:2}', '', 'duplicate key: a'],
  ['{"a":1,a:2}', '', 'duplicate key: a'],
  ['[["a",1],["a",2]]', '', 'duplicate key: a'],
  ['[["a"]]', '', 'java.lang.IllegalStateException'],
  ['[["a",1,2]]', '', 'java.lang.IllegalStateException'],
  ['[[]]', '', 'java.lang.IllegalStateException'],
  ['[1]', EXPECTED, 'BEGIN_ARRAY but was NUMBER at line 1 column 3 path $[0]'],
  ['[null]', EXPECTED, 'BEGIN_ARRAY but was NULL at line 1 column 6 path $[0]'],
  ['[,]', EXPECTED, 'BEGIN_ARRAY but was NULL at line 1 column 2 path $[0]'],
  ['["a"]', EXPECTED, 'BEGIN_ARRAY but was STRING at line 1 column 3 path $[0]'],
  ['[{}]', EXPECTED, 'BEGIN_ARRAY but was BEGIN_OBJECT at line 1 column 3 path $[0]'],
  ['[true]', EXPECTED, 'BEGIN_ARRAY but was BOOLEAN at line 1 column 6 path $[0]'],
  ['[["a",1]', ENDS, 'line 1 column 9 path $[1]'],
  ['[["a",1],3]', EXPECTED, 'BEGIN_ARRAY but was NUMBER at line 1 column 11 path $[1]'],
  ['[["a",[1,x', ENDS, 'line 1 column 11 path $[0][1][2]'],
  ['[1.5]', EXPECTED, 'BEGIN_ARRAY but was NUMBER at line 1 column 5 path $[0]'],
  ['true', EXPECTED, 'BEGIN_OBJECT but was BOOLEAN at line 1 column 5 path $'],
  ['false', EXPECTED, 'BEGIN_OBJECT but was BOOLEAN at line 1 column 6 path $'],
  ['1', EXPECTED, 'BEGIN_OBJECT but was NUMBER at line 1 column 2 path $'],
  ['1.5', EXPECTED, 'BEGIN_OBJECT but was NUMBER at line 1 column 1 path $'],
  ['-12', EXPECTED, 'BEGIN_OBJECT but was NUMBER at line 1 column 4 path $'],
  ['"a"', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 2 path $'],
  ["'a'", EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 2 path $'],
  ['abc', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 1 path $'],
  ['"a', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 2 path $'],
  ['NaN', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 1 path $'],
  ['{a:1} x', MALFORMED, 'Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 8 path $'],
  ['{a:1}}', MALFORMED, 'Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 7 path $'],
  ['{a:1} //x', MALFORMED, 'Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 8 path $'],
  ['[]x', MALFORMED, 'Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 4 path $'],
  ['}', MALFORMED, 'Expected value at line 1 column 1 path $'],
  [']', MALFORMED, 'Unexpected value at line 1 column 2 path $'],
  [',', MALFORMED, 'Unexpected value at line 1 column 2 path $'],
  [':', MALFORMED, 'Expected value at line 1 column 1 path $'],
  ['=', MALFORMED, 'Expected value at line 1 column 1 path $'],
  [';', MALFORMED, 'Unexpected value at line 1 column 2 path $'],
  ['\\', MALFORMED, 'Expected value at line 1 column 1 path $'],
  ['/', MALFORMED, 'Expected value at line 1 column 1 path $'],
  ['/* x', MALFORMED, 'Unterminated comment at line 1 column 4 path $'],
  ['/*/ {}', MALFORMED, 'Unterminated comment at line 1 column 6 path $'],
  ['/ x', MALFORMED, 'Expected value at line 1 column 1 path $'],
  ['{a:/x}', MALFORMED, 'Expected value at line 1 column 4 path $.'],
  ['{a:1/2}', MALFORMED, 'Unterminated object at line 1 column 6 path $.'],
  ['{a:1\\n}', MALFORMED, 'Unterminated object at line 1 column 6 path $.'],
  ['{"a":"\\u00zz"}', '', '\\u00zz'],
  ['{"a":"\\u00', MALFORMED, 'Unterminated escape sequence at line 1 column 9 path $.'],
  ['{"a":"\\x"}', MALFORMED, 'Invalid escape sequence at line 1 column 9 path $.'],
  ['{"a":"\\', MALFORMED, 'Unterminated escape sequence at line 1 column 8 path $.'],
  ['{"a":"\\u"}', MALFORMED, 'Unterminated escape sequence at line 1 column 9 path $.'],
  ['{a\tb:1}', MALFORMED, "Expected ':' at line 1 column 5 path $."],
  ['{a b:1}', MALFORMED, "Expected ':' at line 1 column 5 path $."],
  ['{a:b c}', MALFORMED, 'Unterminated object at line 1 column 7 path $.'],
  ['{a:b\fc}', MALFORMED, 'Unterminated object at line 1 column 6 path $.'],
  ['{a:b\f}', MALFORMED, 'Unterminated object at line 1 column 6 path $.'],
  ['\f{}', MALFORMED, 'Expected value at line 1 column 1 path $'],
  ['{"a":{"":[0,{"x":y', ENDS, 'line 1 column 19 path $..[1].x'],
  ['{\n "a": 1,\n "b": x y}', MALFORMED, 'Unterminated object at line 3 column 10 path $.'],
  ['{"a":"\n\n" 1}', MALFORMED, 'Unterminated object at line 3 column 4 path $.'],
  ['{a:/*\n\n*/]}', MALFORMED, 'Unexpected value at line 3 column 4 path $.'],
  ['{#\n\n a:]', MALFORMED, 'Unexpected value at line 3 column 5 path $.'],
  ['\n\n[1]', EXPECTED, 'BEGIN_ARRAY but was NUMBER at line 3 column 3 path $[0]'],
  ['{"a":1,\n"b":[1,\n2,{"c":\n]}', MALFORMED, 'Unexpected value at line 4 column 2 path $.[2].c'],
  ['{a:{b:1},c:]', MALFORMED, 'Unexpected value at line 1 column 13 path $.'],
  ['{a:[1],c:[]x', MALFORMED, 'Unterminated object at line 1 column 13 path $.'],
  ['[["a",1],["b",2]]x', MALFORMED, 'Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 19 path $'],
  ['\ufeff\ufeff{}', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 1 path $'],
  ['\ufeff x', EXPECTED, 'BEGIN_OBJECT but was STRING at line 1 column 2 path $'],
])('%j is refused: %s%s', (text, kind, words) => {
  expect(() => read(text)).toThrow(new GsonError(`${kind}${words}`));
});

test('what is longer than the buffer of the real parser is no number', () => {
  const digits = '1'.padEnd(1023, '0');
  expect(() => read(`{a:${digits}}`)).toThrow('Infinity is not a valid double value');
  expect(read(`{a:${digits}0}`)).toEqual({ a: `${digits}0` });
});

test('lists and objects stand in each other 2,000 deep, and no deeper', () => {
  const deep = (count: number) => `{a:${'['.repeat(count)}${']'.repeat(count)}}`;
  expect(Object.keys(read(deep(1999)) ?? {})).toEqual(['a']);
  const words = 'more than 2000 lists and objects stand in each other';
  expect(() => read(deep(2000))).toThrow(new GsonError(words));
});

test('names that objects have by themselves are names', () => {
  const said = read('{"__proto__":1,"constructor":{"__proto__":2}}') ?? {};
  expect(Object.entries(said)).toEqual([['__proto__', 1], ['constructor', expect.anything()]]); // prettier-ignore
  expect(Object.entries(said['constructor'] as object)).toEqual([['__proto__', 2]]);
});
