import { TestEmulator } from '../support/emulator';
import { machinesOfADay } from './a-day';
import { expectSame } from './recorded';

test('machines of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start();
  const told = await machinesOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('machines-of-a-day', { 'the day': told });
});
