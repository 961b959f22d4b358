import { SEED, TestEmulator } from '../support/emulator';
import { Client, create, exportIn, openUploadIn, uploadIn } from '../support/environments';

test('every answer says what it is, runs nothing, and is shown in no frame', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const client = new Client(emulator, 'default');
  const image = await uploadIn(client, Buffer.from('bytes'));
  const { imageUrl } = await exportIn(client, image);
  const open = await openUploadIn(client, 'feedfeedfeed4eedaeedfeedfeedfeee');
  const at = (path: string) => `${emulator.url}${path}`;
  const session = { Authorization: 'OAuth 5e55000000004000800000000000ad01' };
  const asked: [url: string, status: number, init?: RequestInit][] = [
    [at('/zstack/v1/images'), 200, { headers: session }],
    [at('/zstack/v1/images?q=nosuch=1'), 503, { headers: session }],
    [at('/zstack/v1/images'), 400],
    [at('/zstack/v1/nothing'), 404],
    [at('/zstack/v1/api-jobs/0123456789abcdef0123456789abcdef'), 404],
    [at('/zstack/v1/images'), 405, { method: 'PATCH' }],
    [at('/zstack/v1/images'), 403, { headers: { Origin: 'http://evil.example' } }],
    [at('/environments/none/zstack/v1/images'), 404],
    [at('/emulator/v1/clock'), 200],
    [at('/emulator/v1/metrics'), 200],
    [at('/emulator/v1/environments'), 200],
    [at('/emulator/v1/environments/x/export'), 200],
    [at('/emulator/v1/environments/none'), 404],
    [at(`/emulator/v1/images/${SEED.images.linux}/artifact`), 200],
    [
      at(`/emulator/v1/images/${SEED.images.linux}/artifact`),
      206,
      { headers: { Range: 'bytes=0-9' } },
    ],
    [
      at(`/emulator/v1/images/${SEED.images.linux}/artifact`),
      416,
      { headers: { Range: 'bytes=999999999999-' } },
    ],
    [imageUrl, 200],
    [open.address, 400, { method: 'POST' }],
    [at('/healthz'), 200],
    [at('/readyz'), 200],
    [at('/'), 200],
    [at('/openapi.json'), 200],
    [at('/docs'), 302, { redirect: 'manual' }],
    [at('/docs/index.html'), 200],
    [at('/docs/swagger-ui-bundle.js'), 200],
    [at('/docs/swagger-ui.css'), 200],
    [at('/docs/nothing'), 404],
    [at('/nothing'), 404],
    [at('/%'), 404],
  ];
  for (const [url, status, init] of asked) {
    const answer = await fetch(url, init);
    await answer.arrayBuffer();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect([url, answer.status]).toEqual([url, status]);
    expect([url, answer.headers.get('x-content-type-options')]).toEqual([url, 'nosniff']);
    expect([url, answer.headers.get('cross-origin-resource-policy')]).toEqual([url, 'same-origin']);
    expect([url, policy]).toEqual([url, expect.stringMatching(/^default-src 'none';/)]);
    expect([url, policy]).toEqual([url, expect.stringContaining("frame-ancestors 'none'")]);
    expect([url, policy]).not.toEqual([url, expect.stringContaining("'unsafe-eval'")]);
    expect([url, policy]).not.toEqual([
      url,
      expect.stringMatching(/script-src[^;]*'unsafe-inline'/),
    ]);
  }
});
