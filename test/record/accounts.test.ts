import { expectAsRecorded } from './as-recorded';

test('what is asked of accounts is answered as it was recorded', async () => {
  await expectAsRecorded('accounts');
});
