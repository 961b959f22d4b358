import { Project } from '../support/package';

let project: Project;
beforeAll(async () => {
  project = await Project.create(['better-sqlite3']);
});
afterAll(() => project.remove());

test('the process lives on when thousands of statements are collected', async () => {
  project.write(
    'collected.cjs',
    `const Database = require('better-sqlite3');
     const { startEmulator } = require('zstack-image-emulator');
     const turn = () => new Promise((resolve) => setImmediate(resolve));
     (async () => {
       const emulator = await startEmulator({ auth: 'off' });
       const database = new Database(':memory:');
       const registry = new FinalizationRegistry(() => collected++);
       let collected = 0;
       for (let round = 0; round < 20; round++) {
         for (let i = 0; i < 250; i++) {
           const statement = database.prepare('select ' + i);
           statement.get();
           registry.register(statement, i);
         }
         const fork = await emulator.fork();
         await (await fetch(fork.url + '/v1/images?q=name~=' + round + '%')).text();
         await fork.remove();
         await turn();
         global.gc();
         await turn();
       }
       console.log('collected:', collected > 4000);
       console.log('images:', emulator.images.count() > 0);
       await emulator.stop();
     })();`,
  );
  expect(await project.node(['--expose-gc', 'collected.cjs'])).toEqual({
    code: 0,
    stdout: 'collected: true\nimages: true\n',
    stderr: '',
  });
});
