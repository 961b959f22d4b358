import { TestEmulator } from '../support/emulator';
import { controlOfADay } from './a-day';
import { expectSame } from './recorded';

test('control of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const told = await controlOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('control-of-a-day', { 'the day': told });
});
