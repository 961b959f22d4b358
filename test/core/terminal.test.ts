import { inRed, printable } from '../../src/core/terminal';

const { NO_COLOR, TERM } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ NO_COLOR, TERM })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test('colours are for terminals alone, and for owners who want them', () => {
  delete process.env['NO_COLOR'];
  process.env['TERM'] = 'xterm';
  expect(inRed('x', { isTTY: true })).toBe('\u001b[31mx\u001b[39m');
  expect(inRed('x', { isTTY: false })).toBe('x');
  expect(inRed('x', {})).toBe('x');
  process.env['TERM'] = 'dumb';
  expect(inRed('x', { isTTY: true })).toBe('x');
  process.env['TERM'] = 'xterm';
  process.env['NO_COLOR'] = '1';
  expect(inRed('x', { isTTY: true })).toBe('x');
});

test('what a terminal takes for a command is none in a text from elsewhere', () => {
  expect(printable('a\u001b[2Jb\r\u009bc\td\n')).toBe('a\ufffd[2Jb\ufffd\ufffdc\td\n');
});
