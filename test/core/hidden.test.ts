import {
  hideLooseSecrets,
  hideSecrets,
  hideSecretsInJson,
  hideSecretsInUrl,
} from '../../src/core/secrets';
import { withoutPassword } from '../../src/core/url-credentials';

/** What is shown of texts, and that nothing else of them changes. */

// prettier-ignore
test.each([
  ['password: x', 'password: "***"'],
  ["{'password':'x',a:1}", '{\'password\':"***",a:1}'],
  ['{password=x;b=1}', '{password="***";b=1}'],
  ['{password=>x}', '{password=>"***"}'],
  ['{"my.token-x": "a,b" , c: 1}', '{"my.token-x": "***" , c: 1}'],
  ["{'secret':'a}b'}", '{\'secret\':"***"}'],
  ['{"secret":"a', '{"secret":"***"'],
  ["{'secret':'a", '{\'secret\':"***"'],
  ['{a:1}', '{a:1}'],
  ['{tokens:1}', '{tokens:1}'],
  ['{PASSWORD:x\ny:1}', '{PASSWORD:"***"\ny:1}'],
  ['{token  =  x]', '{token  =  "***"]'],
  ['{a:password}', '{a:password}'],
  ['{token:[1,2]}', '{token:"***"'],
  ['$token:1,x_secret_y:2', '$token:"***",x_secret_y:"***"'],
  ['{token:}', '{token:"***"}'],
  ['{token:{a:1,b:{c:2}},\nd:1}', '{token:"***"\nd:1}'],
])('of what was meant as JSON, %j, one sees %j', (text, shown) => {
  expect(hideLooseSecrets(text)).toBe(shown);
});

// prettier-ignore
test.each([
  ['', ''],
  ['plain', 'plain'],
  ['userdata::abc def', 'userdata::*** def'],
  ['x,consolePassword::a"b', 'x,consolePassword::***"b'],
  ['rootPassword::a&b c', 'rootPassword::***&b c'],
  ['USERDATA::abc', 'USERDATA::abc'],
  ['myuserdata::abc', 'myuserdata::abc'],
  ['userdata:: x', 'userdata:: x'],
  ['userdata::a]b', 'userdata::***]b'],
  ["consolePassword::it's", "consolePassword::***'s"],
  ['see http://joe:pw@host/x and sftp://u:p@h', 'see http://joe:***@host/x and sftp://u:***@h'],
  ['root:pw@10.0.0.1', 'root:***@10.0.0.1'],
  ['joe@host:22', 'joe@host:22'],
  ['a:b', 'a:b'],
  ['a:b@', 'a:***@'],
  ['@a:b', '@a:b'],
  ['h:80/x@y', 'h:***@y'],
  ['http://h:80/x@y', 'http://h:80/x@y'],
  ['x root:pw@h:6789/?a=1', 'x root:***@h:6789/?a=1'],
  ['http://h/a@b', 'http://h/a@b'],
  ['http://joe:pw@h://u:q@i', 'http://joe:***@h://u:***@i'],
  ['"http://joe:pw@h"', '"http://joe:***@h"'],
  ['<http://joe:pw@h>', '<http://joe:***@h>'],
  ['a?token=1&b=2', 'a?token=***&b=2'],
  ['a?tokens=1', 'a?tokens=1'],
  ['x?A=1;secret=2?credential=3', 'x?A=1;secret=2?credential=3'],
  ['token=1', 'token=***'],
  ['no token=1', 'no token=1'],
  ['&password=', '&password=***'],
  ['a=password&b', 'a=password&b'],
  ['xPassWdx=1', 'xPassWdx=***'],
  ['passphrase=a', 'passphrase=***'],
  ['signature=a', 'signature=***'],
  ['sessionUuid=1', 'sessionUuid=***'],
  ['Authorization=1', 'Authorization=***'],
  ['accessKeyId=1', 'accessKeyId=***'],
  ['privateKey=a', 'privateKey=***'],
  ['cookie=1', 'cookie=***'],
  ['secret=a"b', 'secret=***"b'],
  ['a=1#token=2', 'a=1#token=2'],
  ['?a b=1&token=x y', '?a b=1&token=*** y'],
])('of the text %j one sees %j', (text, shown) => {
  expect(hideSecrets(text)).toBe(shown);
});

// prettier-ignore
test.each([
  ['/a', '/a'],
  ['/a?', '/a?'],
  ['/a?b', '/a?b'],
  ['/a?b=c', '/a?b=c'],
  ['/a?password=x', '/a?password=***'],
  ['/a?pass%77ord=x', '/a?pass%77ord=***'],
  ['/a?b=c&token=x&d', '/a?b=c&token=***&d'],
  ['/a?q=x%2Bpassword%3Dy', '/a?q=x%2Bpassword%3D***'],
  ['/a?url=http://j:pw@h', '/a?url=http%3A%2F%2Fj%3A***%40h'],
  ['/a?url=http%3A%2F%2Fj%3Apw%40h%2F+x', '/a?url=http%3A%2F%2Fj%3A***%40h%2F%20x'],
  ['/a?x=%zz', '/a?x=%zz'],
  ['/a?x=%zz@y:z@', '/a?x=%25zz%40y%3A***%40'],
  ['/a?j=%7B%22password%22%3A%22x%22%7D', '/a?j=%7B%22password%22%3A%22***%22%7D'],
  ['/password=1?token=2', '/password=1?token=***'],
  ['/a?my+token=1', '/a?my+token=***'],
  ['/a?=x', '/a?=x'],
  ['/a?passwordx', '/a?passwordx'],
  ['/a?b=c=d&secret=a=b', '/a?b=c=d&secret=***'],
])('of the url %j one sees %j', (url, shown) => {
  expect(hideSecretsInUrl(url)).toBe(shown);
});

// prettier-ignore
test.each([
  ['', ''],
  ['{}', '{}'],
  ['{"a":1}', '{"a":1}'],
  ['{"a":"x@y"}', '{"a":"x@y"}'],
  ['{"password":"x"}', '{"password":"***"}'],
  ['{"password" : \n\t\r"x" , "b":1}', '{"password" : \n\t\r"***" , "b":1}'],
  ['{"password":""}', '{"password":""}'],
  ['{"password":null}', '{"password":null}'],
  ['{"password":0}', '{"password":"***"}'],
  ['{"password":true,"a":"@"}', '{"password":"***","a":"@"}'],
  ['{"password":[1,[2,{"a":"]"}]],"b":"c"}', '{"password":"***","b":"c"}'],
  ['{"password":{"a":{"b":"}"}},"b":1}', '{"password":"***","b":1}'],
  ['{"password":"a\\"b","c":1}', '{"password":"***","c":1}'],
  ['{"password":"a\\\\","c":"d"}', '{"password":"***","c":"d"}'],
  ['{"password":"a\\\\\\"b","c":"d"}', '{"password":"***","c":"d"}'],
  ['{"password":', '{"password":'],
  ['{"password"', '{"password"'],
  ['{"password":[1', '{"password":"***"'],
  ['{"password":1}', '{"password":"***"}'],
  ['["password","x"]', '["password","x"]'],
  ['{"session":[{"uuid":"a"}]}', '{"session":[{"uuid":"a"}]}'],
  ['["password",{"token":1}]', '["password",{"token":"***"}]'],
  ['{"a":{"secretKey":"x"},"b":[{"Cookie":"y"},"z"]}', '{"a":{"secretKey":"***"},"b":[{"Cookie":"***"},"z"]}'],
  ['{"session":{"uuid":"abc","x":1},"uuid":"d"}', '{"session":{"uuid":"***","x":1},"uuid":"d"}'],
  ['{"session":{"a":{"uuid":"abc"},"b":[{"uuid":"e"}]},"uuid":"d"}', '{"session":{"a":{"uuid":"***"},"b":[{"uuid":"***"}]},"uuid":"d"}'],
  ['{"session":"abc","uuid":"d"}', '{"session":"abc","uuid":"d"}'],
  ['{"session" : {"uuid" : "abc"} , "c" : {"uuid":"d"}}', '{"session" : {"uuid" : "***"} , "c" : {"uuid":"d"}}'],
  ['{"session":{"uuid":"abc"', '{"session":{"uuid":"***"'],
  ['{"session":{"session":{"uuid":"a"},"uuid":"b"},"uuid":"c"}', '{"session":{"session":{"uuid":"***"},"uuid":"***"},"uuid":"c"}'],
  ['{"session":{"password":{"uuid":"a"},"uuid":"b"},"uuid":"c@"}', '{"session":{"password":"***","uuid":"***"},"uuid":"c@"}'],
  ['{"a":"http://j:pw@h","b":"c"}', '{"a":"http://j:***@h","b":"c"}'],
  ['{"a":"\\u0068ttp://j:pw@h/\\u0022","b":"c"}', '{"a":"http://j:***@h/\\"","b":"c"}'],
  ['{"a":"{\\"password\\":\\"x\\",\\"b\\":\\"{\\\\\\"token\\\\\\":1}\\"}"}', '{"a":"{\\"password\\":\\"***\\",\\"b\\":\\"{\\\\\\"token\\\\\\":\\\\\\"***\\\\\\"}\\"}"}'],
  ['{"a":"b\\nc@d"}', '{"a":"b\\nc@d"}'],
  ['{"a":"b:c\\n@d"}', '{"a":"b:c\\n@d"}'],
  ['{"pass\\u0077ord":"x"}', '{"pass\\u0077ord":"***"}'],
  ['{"a":"x\\u00', '{"a":"x\\u00'],
  ['{"a":"x:y@\\', '{"a":"x:***@"'],
  ['{"a":"x:y@z\\u004', '{"a":"x:***@z"'],
  ['{"a@":"b"}', '{"a@":"b"}'],
  ['[1,2,"a:b@c"]', '[1,2,"a:***@c"]'],
  ['"a:b@c"', '"a:***@c"'],
  ['a:b@c', 'a:***@c'],
  ['{"systemTags":["userdata::abc","x"]}', '{"systemTags":["userdata::***","x"]}'],
  ['{"a":"userdata::x\\"y"}', '{"a":"userdata::***\\"y"}'],
  ['{"password":"x" "token":"y"}', '{"password":"***" "token":"***"}'],
  ['{"password":x,"a":1}', '{"password":"***","a":1}'],
  ['{"password":x]', '{"password":"***"]'],
  ['{"a":{"password":x}}', '{"a":{"password":"***"}}'],
  ['{"tokens":{"token":1}}', '{"tokens":{"token":"***"}}'],
  ['{"password":"x","password":"y"}', '{"password":"***","password":"***"}'],
  ['{"a" "password":"x"}', '{"a" "password":"***"}'],
  ['{"d":"[\\"password\\",\\"x\\"]"}', '{"d":"[\\"password\\",\\"x\\"]"}'],
  ['{"d":"password=x\\n"}', '{"d":"password=***\\n"}'],
  ['{"d":"\\"password\\":\\"x"}', '{"d":"\\"password\\":\\"***\\""}'],
])('of the JSON %j one sees %j', (json, shown) => {
  expect(hideSecretsInJson(json)).toBe(shown);
});

test('JSON in JSON is looked into four deep, and hidden whole below', () => {
  const inside = (text: string, depth: number): string =>
    depth === 0 ? text : JSON.stringify({ d: inside(text, depth - 1) });
  for (const depth of [0, 1, 2, 3, 4]) {
    const shown = hideSecretsInJson(inside('{"password":"x","a":"b"}', depth));
    expect(shown).toBe(inside('{"password":"***","a":"b"}', depth));
  }
  for (const depth of [5, 6]) {
    const shown = hideSecretsInJson(inside('{"password":"x"}', depth));
    expect(shown).toBe(inside('{"d":"***"}', 4));
  }
});

// prettier-ignore
test.each([
  ['', ''],
  ['a', 'a'],
  ['a:b@c', 'a:b@c'],
  ['http://h', 'http://h'],
  ['http://u@h', 'http://u@h'],
  ['http://u:p@h', 'http://u@h'],
  ['http://:p@h', 'http://@h'],
  ['http://u:@h', 'http://u@h'],
  ['http://u:1@h', 'http://u@h'],
  ['http://h:80', 'http://h:80'],
  ['http://h:80/a:b@c', 'http://h:80/a:b@c'],
  ['http://h:8x/a@c', 'http://h@c'],
  ['http://h:8x/a', 'http://h:8x/a'],
  ['http://h:/a@c', 'http://h:/a@c'],
  ['http://u:p/q@h/x', 'http://u@h/x'],
  ['http://u:p?q@h', 'http://u@h'],
  ['http://u:p#q@h', 'http://u@h'],
  ['http://u:p@q@h/x@y', 'http://u@h/x@y'],
  ['http://u@h:80/x', 'http://u@h:80/x'],
  ['http://u@h:8a/x@y', 'http://u@h:8a/x@y'],
  ['http://[::1]/a@b', 'http://[::1]/a@b'],
  ['http://[u:p@h', 'http://[u:p@h'],
  ['x://y://u:p@h', 'x://y://u:p@h'],
])('of the url %j there stays %j without its password', (url, kept) => {
  expect(withoutPassword(url)).toBe(kept);
});
