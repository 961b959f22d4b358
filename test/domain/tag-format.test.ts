import { fits, tokenOf, tokensOf } from '../../src/domain/tag/tag-format';

// prettier-ignore
test.each([
  ['a::{b}', 'a::x', true, 'x', ['x']],
  ['a::{b}', 'a::', false, undefined, undefined],
  ['a::{b}', 'c::x', false, undefined, undefined],
  ['a::{b}::{c}', 'a::x::y', true, 'y', ['x', 'y']],
  ['a::{b}::{c}', 'a::x', false, undefined, undefined],
  ['{a}::', '', true, '', ['']],
  ['a', 'a', true, undefined, []],
  ['a', 'b', false, undefined, undefined],
  ['a::b', 'a::b::', true, undefined, []],
  ['a::b', 'a::b::::', true, undefined, []],
  ['{a}::b', 'x::b', true, 'x', ['x']],
  ['a::{b', 'a::{b', true, undefined, []],
  ['a::b}', 'a::x', false, undefined, undefined],
  ['{x}', '{y}', false, undefined, undefined],
  ['a::{b}', 'a::x::y', false, undefined, undefined],
  ['::::', '::', true, undefined, []],
  ['a::{b}::c', 'a::x::c', true, 'x', ['x']],
])('of the format %s and the tag %s: %p, %p, %j', (format, tag, isOne, token, tokens) => {
  expect([fits(format, tag), tokenOf(format, tag), tokensOf(format, tag)]).toEqual([isOne, token, tokens]);
});
