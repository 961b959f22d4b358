import { artifactMd5 } from '../../src/domain/artifact/artifact';
import { openDatabase } from '../../src/persistence/database';
import { withSum } from '../../src/persistence/later-sums';
import { migrate, migrateTo } from '../../src/persistence/migrate';

const GIB = 2 ** 30;
/** The schema before made-up vmdk files could be opened. */
const BEFORE = 12;

test('made-up vmdk images of before have the sums of the bytes that they have now', () => {
  const database = openDatabase(':memory:');
  migrateTo(database, BEFORE);
  const insert = database.prepare(
    `insert into images (uuid, name, state, status, size, actual_size, md5_sum, url, media_type, type, format, system, virtio, content_id, create_date, last_op_date)
     values (?, 'i', 'Enabled', 'Ready', ?, 1, ?, 'http://m/a', 'RootVolumeTemplate', 'zstack', ?, 0, 1, ?, 0, 0)`,
  );
  const real = `${'a'.repeat(32)}-100`;
  insert.run('1'.repeat(32), GIB, 'of other bytes', 'vmdk', 'made-up');
  insert.run('2'.repeat(32), GIB, 'of real bytes', 'vmdk', real);
  insert.run('3'.repeat(32), GIB, 'not calculated', 'vmdk', 'made-up');
  insert.run('4'.repeat(32), GIB, 'of a qcow2', 'qcow2', 'made-up');
  database
    .prepare("insert into blobs values (?, 256, ?, 'vmdk', ?, 0)")
    .run(real, GIB, 'a'.repeat(32));
  migrate(database);
  const rows = database
    .prepare(
      'select md5_sum as md5Sum, content_id as contentId, format, size from images order by uuid',
    )
    .all() as Parameters<typeof withSum>[0][];
  expect(rows.map((row) => withSum(row).md5Sum)).toEqual([
    artifactMd5({ contentId: 'made-up', format: 'vmdk', size: GIB }),
    'of real bytes',
    'not calculated',
    'of a qcow2',
  ]);
  database.close();
});
