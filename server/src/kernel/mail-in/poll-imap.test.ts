import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AppError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { imapSettings, pollImap } from './poll-imap.ts';

test('an address of a mailbox is server, account and folder', () => {
  expect(imapSettings('imaps://orders%40x.example:p%3Aw@mail.x.example/Orders%2FIn')).toMatchObject({
    options: { host: 'mail.x.example', port: 993, secure: true, auth: { user: 'orders@x.example', pass: 'p:w' } },
    folder: 'Orders/In',
  });
  expect(imapSettings('imap://a:b@localhost:1143')).toMatchObject({ options: { port: 1143 }, folder: 'INBOX' });
});

const dovecot = '/usr/sbin/dovecot';
const reason = existsSync(dovecot) && userInfo().uid === 0 ? '' : ' (skipped: needs dovecot-imapd and to run as root)';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe.skipIf(reason !== '')(`a mailbox on a real IMAP server${reason}`, () => {
  let folder: string;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portolan-imap-'));
    await chmod(folder, 0o755);
    const port = await freePort();
    const maildir = join(folder, 'mail');
    await mkdir(maildir);
    spawnSync('chown', ['nobody:nogroup', maildir]);
    const config = `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${maildir}
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${maildir}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
    await writeFile(join(folder, 'dovecot.conf'), config);
    server = spawn(dovecot, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
    address = `imap://orders:secret@127.0.0.1:${port}/INBOX`;
    await vi.waitFor(() => pollImap(address, { take: async () => ({ isOurs: true }), logger }), {
      timeout: 20_000,
      interval: 200,
    });
  }, 30_000);

  afterAll(async () => {
    const isOver = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await isOver;
    await rm(folder, { recursive: true, force: true });
  });

  const logger = createLogger('silent');
  let count = 0;
  async function arrives(text: string): Promise<void> {
    count += 1;
    const file = join(folder, 'mail', 'new', `${count}.test.host`);
    await writeFile(file, `From: a@b.example\r\nSubject: x\r\n\r\n${text}\r\n`);
    spawnSync('chown', ['nobody:nogroup', file]);
  }
  /** Looks once; answers the texts that were handed over. */
  async function poll(outcome: (text: string) => { isOurs: boolean }): Promise<string[]> {
    const seen: string[] = [];
    await pollImap(address, {
      logger,
      take: async (bytes) => {
        const text = Buffer.from(bytes).toString().split('\r\n\r\n')[1]?.trim() ?? '';
        seen.push(text);
        return outcome(text);
      },
    });
    return seen;
  }
  const kept = async () => [
    ...(await readdir(join(folder, 'mail', 'cur'))),
    ...(await readdir(join(folder, 'mail', 'new'))),
  ];

  test('is read once: what was taken is marked as seen, what is for others stays unread, and nothing is deleted', async () => {
    await arrives('for us');
    await arrives('for somebody else');
    expect(await poll((text) => ({ isOurs: text === 'for us' }))).toEqual(['for us', 'for somebody else']);
    expect(await poll(() => ({ isOurs: true }))).toEqual([]);
    const flags = (await kept()).map((name) => name.split(':2,')[1] ?? '').toSorted();
    expect(flags.map((flag) => flag.includes('S'))).toEqual(flags.map((flag) => flag === 'S'));
    expect(flags.filter((flag) => flag.includes('S'))).toHaveLength(1);
    expect(flags).toHaveLength(2);
  });

  test('what fails for now is handed over again, what can never be read is not', async () => {
    await arrives('fails');
    await arrives('broken');
    const fail = (text: string): never => {
      throw text === 'broken' ? new AppError('invalid', 'mail_refused', 'broken') : new Error('the database is away');
    };
    expect(await poll(fail)).toEqual(['fails', 'broken']);
    expect(await poll(() => ({ isOurs: true }))).toEqual(['fails']);
    expect(await poll(() => ({ isOurs: true }))).toEqual([]);
  });
});
