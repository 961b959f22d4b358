import { DATE_BOUNDS, secondsOf } from '../../src/persistence/queries/dates';

/** In seconds since 1970. */
const at = (...parts: [number, number, ...number[]]) => Date.UTC(...parts) / 1000;
const WHOLE = at(2017, 10, 14, 22, 20, 57);
const DAY = at(2017, 10, 14);
/** What lies before all dates, and behind them. */
const FIRST = -8_640_000_000_000;
const LAST = 8_640_000_000_000;

const SIGNS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter(
  (sign) => !/[0-9A-Za-z]/.test(sign),
);

test('any sign may stand between the numbers of a date, and more than one', () => {
  expect(SIGNS).toHaveLength(32);
  for (const sign of SIGNS) {
    expect([sign, secondsOf(`2017${sign}11${sign}14`)]).toEqual([sign, DAY]);
    expect([sign, secondsOf(`2017-11-14 22${sign}20${sign}57`)]).toEqual([sign, WHOLE]);
    expect([sign, secondsOf(`2017-11-14${sign}22:20:57`)]).toEqual([sign, WHOLE]);
    expect([sign, secondsOf(`2017${sign}${sign}11${sign}${sign}14 22`)]).toEqual([
      sign,
      at(2017, 10, 14, 22),
    ]);
    expect([sign, secondsOf(`2017-11-14${sign}  22${sign}${sign}20${sign}${sign}57`)]).toEqual([
      sign,
      WHOLE,
    ]);
  }
});

test.each<[string, number]>([
  // Parts that are left out are zero.
  ['2017-11-14', DAY],
  ['2017-11-14 22', at(2017, 10, 14, 22)],
  ['2017-11-14 22:20', at(2017, 10, 14, 22, 20)],
  ['2017-11-14 22:20:57', WHOLE],
  ['2017-11-14 2:0:7', at(2017, 10, 14, 2, 0, 7)],
  ['2017-11-14T22:20:57', WHOLE],
  ['2017-11-14    22:20:57', WHOLE],
  ['2017-11-14@   22:20:57', WHOLE],
  [' \t 2017-11-14 22:20:57', WHOLE],
  ['2017-1-2', at(2017, 0, 2)],
  ['2017-12-31 23:59:59', at(2017, 11, 31, 23, 59, 59)],
  ['2016-02-29', at(2016, 1, 29)],
  // Fractions count, whatever follows does not.
  ['2017-11-14 22:20:57.25', WHOLE + 0.25],
  ['2017-11-14 22:20:57.125Z', WHOLE + 0.125],
  ['2017-11-14 22:20:57.', WHOLE],
  ['2017-11-14 22:20:57.x', WHOLE],
  ['2017-11-14 22:20.5', at(2017, 10, 14, 22, 20, 5)],
  ['2017-11-14 22:20:57 and more', WHOLE],
  ['2017-11-14 22:20 57', at(2017, 10, 14, 22, 20)],
  ['2017-11-14 22 20:57', at(2017, 10, 14, 22)],
  ['2017-11-14x22:20:57', DAY],
  ['2017-11-145', DAY],
  // Years.
  ['69-01-02', at(2069, 0, 2)],
  ['70-01-02', at(1970, 0, 2)],
  ['00-01-02', at(2000, 0, 2)],
  ['99-01-02', at(1999, 0, 2)],
  ['0017-11-14', new Date(at(2017, 10, 14) * 1000).setUTCFullYear(17) / 1000],
  ['117-11-14', new Date(at(2017, 10, 14) * 1000).setUTCFullYear(117) / 1000],
  ['0000-00-00', FIRST],
  ['0000-00-00 00:00:00', FIRST],
  ['00-00-00', FIRST],
  ['0-0-0', FIRST],
  ['000000', FIRST],
  // Digits alone: two of each, save the year.
  ['20171114222057', WHOLE],
  ['20171114222057   ', WHOLE],
  ['  20171114222057', WHOLE],
  ['20171114222057.5', WHOLE + 0.5],
  ['20171114222057.', WHOLE],
  ['20171114', DAY],
  ['20171114.5', DAY + 0.5],
  ['20171114T222057', WHOLE],
  ['20171114T222057.5', WHOLE + 0.5],
  ['201711142220579', WHOLE],
  ['2017111422205799999999', WHOLE],
  ['171114', DAY],
  ['17111', at(2017, 10, 1)],
  // A `T` counts as a digit where it is asked whether the year has four.
  ['20171114T22205', at(2017, 10, 14, 22, 20, 5)],
  ['171114T22', at(2017, 10, 14, 22)],
  ['1711142', at(2017, 10, 14, 2)],
  ['171114222', at(2017, 10, 14, 22, 2)],
  ['1711142220', at(2017, 10, 14, 22, 20)],
  ['17111422205', at(2017, 10, 14, 22, 20, 5)],
  ['171114222057', WHOLE],
  ['1711142220571', WHOLE],
])('%j means that moment', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

/** As the real database writes dates, texts that are none lie between two of them. */
test.each<[string, number]>([
  ['', FIRST],
  [' ', FIRST],
  ['0', FIRST],
  ['Nov 14, 2017 10:20:57 PM', LAST],
  ['x2017-11-14', LAST],
  ['x171114', LAST],
  ['no date', LAST],
  ['2017-11-14 24:20:57', at(2017, 10, 14, 23, 59, 59) + 0.5],
  ['2017-11-14 23:60:00', at(2017, 10, 14, 23, 59, 59) + 0.5],
  ['2017-11-14 22:20:60', at(2017, 10, 14, 22, 20, 59) + 0.5],
  ['2017-02-29', at(2017, 1, 28, 23, 59, 59) + 0.5],
  ['2017-11-31', at(2017, 10, 30, 23, 59, 59) + 0.5],
  ['2017-12-32', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['2017-13-01', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['2017-00-01', at(2016, 11, 31, 23, 59, 59) + 0.5],
  ['2017-11-00', at(2017, 9, 31, 23, 59, 59) + 0.5],
  ['2017-11', at(2017, 9, 31, 23, 59, 59) + 0.5],
  ['2017', at(2016, 11, 31, 23, 59, 59) + 0.5],
  ['2017 11 14', at(2016, 11, 31, 23, 59, 59) + 0.5],
  ['20171114x', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['20171-11-14', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['171114T2', at(1711, 11, 31, 23, 59, 59) + 0.5],
  ['20171114T2220', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['20171114T', at(2017, 11, 31, 23, 59, 59) + 0.5],
  ['1711142220T1234567', at(1711, 11, 31, 23, 59, 59) + 0.5],
  ['1711', at(1710, 11, 31, 23, 59, 59) + 0.5],
  ['17-123-14', at(1699, 11, 31, 23, 59, 59) + 0.5],
])('%j is no date: it lies where its text does', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test('a comparison with a part of a second is one with whole seconds', () => {
  const bounds = Object.entries(DATE_BOUNDS).map(([operator, { sign, from }]) => [
    operator,
    sign,
    from(57),
    from(57.5),
  ]);
  expect(bounds).toEqual([
    ['greater', '>=', 58, 58],
    ['greaterOrEqual', '>=', 57, 58],
    ['less', '<', 57, 58],
    ['lessOrEqual', '<', 58, 58],
  ]);
});
