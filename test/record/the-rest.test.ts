import { expectAsRecorded } from './as-recorded';

test('what is asked of the rest is answered as it was recorded', async () => {
  await expectAsRecorded('the-rest');
});
