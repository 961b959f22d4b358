import { expectAsRecorded } from './as-recorded';

test('what is asked of images is answered as it was recorded', async () => {
  await expectAsRecorded('images');
});
