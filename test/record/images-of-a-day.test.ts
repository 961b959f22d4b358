import { TestEmulator } from '../support/emulator';
import { imagesOfADay } from './a-day';
import { expectSame } from './recorded';

test('images of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start();
  const told = await imagesOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('images-of-a-day', { 'the day': told });
});
