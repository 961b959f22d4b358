import { expectAsRecorded } from './as-recorded';

test('what is asked of networks is answered as it was recorded', async () => {
  await expectAsRecorded('networks');
});
