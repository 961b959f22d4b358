import { ALICE } from '../support/accounts';
import { ADMIN_SESSION, type Json } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { signature } from '../support/sign';

/** Noon of a day in UTC; what clocks show then in the zones of the servers. */
const NOON = '2040-06-15T12:00:00Z';
const SERVERS = [
  ['Asia/Shanghai', 'Jun 15, 2040 8:00:00 PM', '2040-06-15 20:00:00', 'Fri, 15 Jun 2040 20:00:00'],
  [
    'America/New_York',
    'Jun 15, 2040 8:00:00 AM',
    '2040-06-15 08:00:00',
    'Fri, 15 Jun 2040 08:00:00',
  ],
  ['Asia/Kolkata', 'Jun 15, 2040 5:30:00 PM', '2040-06-15 17:30:00', 'Fri, 15 Jun 2040 17:30:00'],
  ['UTC', 'Jun 15, 2040 12:00:00 PM', '2040-06-15 12:00:00', 'Fri, 15 Jun 2040 12:00:00'],
] as const;

const KEY = { id: 'alices-key', secret: 'alices-secret' };

test.each(SERVERS)(
  'a server in %s shows, takes and compares the times of its own clock',
  async (zone, shown, written, sent) => {
    const emulator = await EmulatorProcess.start(temporaryFolder(), { TZ: zone });
    await emulator.control('PUT', '/clock', { mode: 'stopped' });
    await emulator.control('POST', '/clock/advance', { to: NOON });
    const call = async (method: string, path: string, params?: object): Promise<Json> => {
      const answer = await fetch(`${emulator.url}/v1${path}`, {
        method,
        headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
        ...(params ? { body: JSON.stringify({ params }) } : {}),
      });
      expect(answer.status).toBe(200);
      return answer.json();
    };
    const { inventory } = await call('POST', '/zones', { name: 'made at noon' });
    expect(inventory.createDate).toBe(shown);

    const found = async (condition: string) =>
      (await call('GET', `/zones?q=name=made at noon&q=${encodeURIComponent(condition)}`))
        .inventories.length;
    expect(await found(`createDate=${written}`)).toBe(1);
    expect(await found(`createDate>=${written.replaceAll(/\D/g, '')}`)).toBe(1);
    expect(await found(`createDate>${written}`)).toBe(0);
    expect(await found(`createDate~=${written.slice(0, 13)}%`)).toBe(1);

    await call('POST', '/accesskeys', {
      accountUuid: ALICE,
      userUuid: ALICE,
      AccessKeyID: KEY.id,
      AccessKeySecret: KEY.secret,
    });
    const signed = async (date: string) => {
      const header = `ZStack ${KEY.id}:${signature('GET', date, '/v1/zones', KEY.secret)}`;
      const answer = await fetch(`${emulator.url}/v1/zones`, {
        headers: { Authorization: header, Date: date },
      });
      return answer.status;
    };
    // The vendor's clients name their zone, or what they take for it.
    for (const name of ['GMT', 'CST', zone]) expect(await signed(`${sent} ${name}`)).toBe(200);
    const isThere = zone === 'UTC';
    expect(await signed(`Fri, 15 Jun 2040 12:00:00 GMT`)).toBe(isThere ? 200 : 403);
  },
);
