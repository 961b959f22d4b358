import { ADMIN_SESSION, TestEmulator } from '../support/emulator';
import { create, everything } from '../support/environments';
import { rawRequest } from '../support/raw-request';
import recorded from './recorded-requests.json';

/** Some page's port: nothing listens there. */
const PAGE = '5173';

const placed = (request: string, port: string) =>
  request.replaceAll('{{emulator}}', port).replaceAll('{{page}}', PAGE);

async function started(settings: Record<string, string>) {
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'victim' });
  return { emulator, port: new URL(emulator.url).port };
}

test.each([
  ['as it stands', {}],
  ['with authentication off', { auth: 'off' }],
  ['with the control API open', { control: 'open' }],
  ['where pages of another origin are allowed', { allowedOrigins: 'http://page.test' }],
])(
  'what Chromium sent for pages of others, byte for byte, changes and tells nothing: %s',
  async (_what, settings: Record<string, string>) => {
    const { emulator, port } = await started(settings);
    const before = everything(emulator);
    expect(recorded.length).toBeGreaterThan(40);
    for (const request of recorded) {
      const bytes = placed(request, port);
      const { status, headers, body } = await rawRequest(emulator.url, bytes);
      expect([bytes, status, body]).toEqual([
        bytes,
        403,
        expect.stringMatching(/may not use|is reached as/),
      ]);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(everything(emulator)).toEqual(before);
  },
);

test('the same requests are answered when the emulator is asked by its own name', async () => {
  const { emulator, port } = await started({});
  // What deletes comes last, so that there is something to ask for.
  const own = recorded
    .filter((request) => request.includes('Host: rebound.example'))
    .toSorted((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')));
  const statuses = new Map<string, number>();
  for (const request of own) {
    const [line = ''] = request.split(' HTTP/');
    const bytes = placed(request.replaceAll('rebound.example', '127.0.0.1'), port);
    expect(bytes).toContain(`Authorization: OAuth ${ADMIN_SESSION}`);
    statuses.set(line, (await rawRequest(emulator.url, bytes)).status);
  }
  expect(statuses.size).toBe(9);
  expect([...statuses].filter(([, status]) => status !== 200)).toEqual([]);
});
