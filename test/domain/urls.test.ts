import { isValidUrl } from '../../src/domain/webhook/valid-url';
import { contentOfUrl } from '../../src/domain/image/url-hints';
import { urlText } from '../../src/domain/image/url-text';

// prettier-ignore
test.each([
  'http://example.com',
  'https://example.com/',
  'ftp://example.com',
  'HTTP://EXAMPLE.COM',
  'http://example.com.',
  'http://1.2.3.4',
  'http://[::1]/',
  'http://[::1]:80',
  'http://example.com:80',
  'http://example.com:65535',
  'http://example.com:',
  'http://u@example.com',
  'http://u:p@example.com',
  'http://example.com/a/..',
  'http://example.com/a/b/../../c',
  'http://example.com/a?b',
  'http://example.com?x',
  'http://example.com/a#b c',
  'http://a-b.com',
  'http://a.b.c.d.example.com',
  'http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com',
  "http://example.com/-w:@&?=+,.!/~*'%$;()",
  'http://user:pw%20~!$@example.com',
  'http://user:@example.com',
  'http://example.com:80 ',
  'http://1.2.3.4:80/',
  `http://${'a'.repeat(63)}.com`,
  `http://${'abcdefghi.'.repeat(24)}abcdefghi.com`,
  `http://${'abcdefghi.'.repeat(25)}com`,
])('%s is an address for a web hook', (url) => {
  expect(isValidUrl(url)).toBe(true);
});

// prettier-ignore
test.each([
  'sftp://example.com',
  'file:///x',
  '//example.com',
  'http:example.com',
  'http:///x',
  'http://',
  'http://localhost',
  'http://a',
  'http://example.com..',
  'http://1.2.3.256',
  'http://[::g]',
  'http://[::1',
  'http://example.com:65536',
  'http://example.com:8x',
  'http://u:p:q@example.com',
  'http://@example.com',
  'http://u p@example.com',
  'http://example.com/a//b',
  'http://example.com/..',
  'http://example.com/a/../..',
  'http://example.com/./..',
  'http://example.com/a/./../..',
  'http://example.com/a?b c',
  'http://example.com/ a',
  'http://example.com/[a]',
  'http://exa_mple.com',
  'http://-a.com',
  'http://a-.com',
  'http://example.notatld',
  'http://example.1com',
  'http://example.c',
  'http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com',
  'http://example.com x',
  'xhttp://example.com',
  'httpx://example.com',
  'ftps://example.com',
  'http://example.com:80:90',
  'http://[::1]x',
  'http://u@[::1]',
  'http://x[::1]',
  'http://[::1]:80x',
  '1.2.3.4',
  'http://example.com/\u00e9',
  `http://${'a'.repeat(64)}.com`,
  `http://${'abcdefghi.'.repeat(25)}c.com`,
])('%s is no address for a web hook', (url) => {
  expect(isValidUrl(url)).toBe(false);
});

const NOTHING = {
  size: undefined,
  actualSize: undefined,
  format: undefined,
  content: undefined,
  sums: { md5: undefined, sha256: undefined },
  problem: undefined,
};

// prettier-ignore
test.each([
  ['http://h/x', { address: 'http://h/x', sums: {  } }],
  ['http://h/x#', { address: 'http://h/x', sums: {  } }],
  ['http://h/x#a', { address: 'http://h/x', sums: {  } }],
  ['http://h/x#size=1G', { address: 'http://h/x', size: 1073741824, sums: {  } }],
  ['http://h/x#size=1G&actualSize=512M&format=iso&content=c&md5=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&sha256=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', { address: 'http://h/x', size: 1073741824, actualSize: 536870912, format: 'iso', content: 'c', sums: { md5: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', sha256: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' } }],
  ['http://h/x#size=x', { address: 'http://h/x', sums: {  }, problem: 'the hint[size] after the # of the url must be a size such as 512M, 40G or 2T (a number alone: bytes), below 2^53, but x found' }],
  ['http://h/x#size=1G&bad=2', { address: 'http://h/x', size: 1073741824, sums: {  }, problem: 'the hint[bad] after the # of the url is none, valid hints are [size, actualSize, format, content, md5, sha256]' }],
  ['http://h/x#content=', { address: 'http://h/x', sums: {  }, problem: 'the hint[content] after the # of the url must be a name, but  found' }],
  ['http://h/x#md5=12', { address: 'http://h/x', sums: {  }, problem: 'the hint[md5] after the # of the url must be 32 hex digits, but 12 found' }],
  ['http://h/x#sha256=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', { address: 'http://h/x', sums: {  }, problem: 'the hint[sha256] after the # of the url must be 64 hex digits, but bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb found' }],
  ['http://h/x#md5=gggggggggggggggggggggggggggggggg', { address: 'http://h/x', sums: {  }, problem: 'the hint[md5] after the # of the url must be 32 hex digits, but gggggggggggggggggggggggggggggggg found' }],
  ['http://h/x#format=vhd', { address: 'http://h/x', sums: {  }, problem: 'the hint[format] after the # of the url must be one of iso, qcow2, raw, vmdk, but vhd found' }],
  ['http://h/x#actualSize=-1', { address: 'http://h/x', sums: {  }, problem: 'the hint[actualSize] after the # of the url must be a size such as 512M, 40G or 2T (a number alone: bytes), below 2^53, but -1 found' }],
  ['http://h/x#a=b#size=1G', { address: 'http://h/x', sums: {  }, problem: 'the hint[a] after the # of the url is none, valid hints are [size, actualSize, format, content, md5, sha256]' }],
  ['file:///a#b', { address: 'file:///a#b', sums: {  } }],
  ['file:///a#b=c', { address: 'file:///a#b=c', sums: {  } }],
  ['file:///a#SIZE=1G', { address: 'file:///a', sums: {  }, problem: 'the hint[SIZE] after the # of the url is none, valid hints are [size, actualSize, format, content, md5, sha256]' }],
  ['file:///a#b#size=1G', { address: 'file:///a#b', size: 1073741824, sums: {  } }],
  ['file:///a#x=1&size=1G', { address: 'file:///a', size: 1073741824, sums: {}, problem: 'the hint[x] after the # of the url is none, valid hints are [size, actualSize, format, content, md5, sha256]' }],
  [`http://h/x#sha256=${'b'.repeat(65)}`, { address: 'http://h/x', sums: {}, problem: `the hint[sha256] after the # of the url must be 64 hex digits, but ${'b'.repeat(65)} found` }],
  [`http://h/x#sha256=x${'b'.repeat(64)}`, { address: 'http://h/x', sums: {}, problem: `the hint[sha256] after the # of the url must be 64 hex digits, but x${'b'.repeat(64)} found` }],
  ['file:///a#size', { address: 'file:///a#size', sums: {  } }],
  ['http://h/x#Size=1', { address: 'http://h/x', sums: {  }, problem: 'the hint[Size] after the # of the url is none, valid hints are [size, actualSize, format, content, md5, sha256]' }],
  ['http://h/x#md5=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', { address: 'http://h/x', sums: {  }, problem: 'the hint[md5] after the # of the url must be 32 hex digits, but aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa found' }],
  ['http://h/x#md5=xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', { address: 'http://h/x', sums: {  }, problem: 'the hint[md5] after the # of the url must be 32 hex digits, but xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa found' }],
])('the url %s means %j', (url, meant) => {
  expect(urlText(url)).toEqual({ ...NOTHING, ...meant });
});

const unsaid = {
  url: '',
  contentId: null,
  size: null,
  actualSize: null,
  format: null,
  failure: null,
};

// prettier-ignore
test.each([
  ['http://h/a.qcow2', undefined, null, { contentId: 'url:http://h/a.qcow2', size: 34359738368, actualSize: 1971322880, format: 'qcow2' }],
  ['http://h/a.ISO?x=y.raw', undefined, null, { contentId: 'url:http://h/a.ISO?x=y.raw', size: 2717908992, actualSize: 2717908992, format: 'iso' }],
  ['http://h/a.img', undefined, null, { contentId: 'url:http://h/a.img', size: 68719476736, actualSize: 2071986176, format: null }],
  ['http://h/a.img', undefined, 'iso', { contentId: 'url:http://h/a.img', size: 4143972352, actualSize: 4143972352, format: null }],
  ['http://h/a.iso#size=5M', undefined, 'qcow2', { contentId: 'url:http://h/a.iso', size: 5242880, actualSize: 5242880, format: 'iso' }],
  ['http://h/a#size=8G', undefined, 'iso', { contentId: 'url:http://h/a', size: 8589934592, actualSize: 8589934592, format: null }],
  ['http://h/a.vmdk', undefined, null, { contentId: 'url:http://h/a.vmdk', size: 68719476736, actualSize: 2004877312, format: 'vmdk' }],
  ['http://h/a.raw', undefined, null, { contentId: 'url:http://h/a.raw', size: 42949672960, actualSize: 1308622848, format: 'raw' }],
  ['http://h/a.qcow', undefined, null, { contentId: 'url:http://h/a.qcow', size: 25769803776, actualSize: 889192448, format: 'qcow2' }],
  ['http://h/a.qcow2c', undefined, null, { contentId: 'url:http://h/a.qcow2c', size: 51539607552, actualSize: 847249408, format: 'qcow2' }],
  ['http://h/a.iso.', undefined, null, { contentId: 'url:http://h/a.iso.', size: 25769803776, actualSize: 1426063360, format: null }],
  ['file:///a?b.iso', undefined, null, { contentId: 'url:file:///a?b.iso', size: 721420288, actualSize: 721420288, format: 'iso' }],
  ['http://u:p@h/a?token=1', undefined, 'raw', { contentId: 'url:http://u@h/a?token=***', size: 25769803776, actualSize: 2030043136, format: null }],
  ['http://h/a#size=1G', undefined, null, { contentId: 'url:http://h/a', size: 1073741824, actualSize: 1073741824, format: null }],
  ['http://h/a#size=64M&actualSize=1G', undefined, null, { contentId: 'url:http://h/a', size: 67108864, actualSize: 1073741824, format: null }],
  ['http://h/a.iso#size=1G&actualSize=2M&content=k', undefined, null, { contentId: 'k', size: 1073741824, actualSize: 2097152, format: 'iso' }],
  ['http://h/a#format=iso&size=5M', undefined, 'qcow2', { contentId: 'url:http://h/a', size: 5242880, actualSize: 5242880, format: 'iso' }],
  ['http://h/b', { ...unsaid, size: 7, format: 'raw' }, null, { contentId: 'url:http://h/b', size: 7, actualSize: 7, format: 'raw' }],
  ['http://h/b', { ...unsaid, contentId: 's', actualSize: 3 }, null, { contentId: 's', size: 68719476736, actualSize: 3, format: null }],
  ['http://h/b#size=9&actualSize=8&content=z&format=vmdk', { ...unsaid, contentId: 's', size: 7, actualSize: 3, format: 'raw' }, null, { contentId: 's', size: 7, actualSize: 3, format: 'raw' }],
] as const)('behind %s lies, where a seed says %j and the caller %s, %j', (url, seeded, said, content) => {
  expect(contentOfUrl(url, seeded, said)).toEqual(content);
});
