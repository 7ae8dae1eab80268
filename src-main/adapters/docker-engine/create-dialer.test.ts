import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { json, startScriptedEngine } from '#test/support/scripted-engine.ts';

import { createDialer } from './create-dialer.ts';
import { openDockerEngine } from './open-docker-engine.ts';

test.each([
  ['tcp://127.0.0.1:9', '/nowhere'],
  ['nonsense://', ''],
  ['unix:///nowhere.sock', ''],
])('DOCKER_HOST=%s changes nothing for an engine with its own URL', async (host, certificates) => {
  vi.stubEnv('DOCKER_HOST', host);
  vi.stubEnv('DOCKER_CERT_PATH', certificates);
  vi.stubEnv('DOCKER_TLS_VERIFY', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const scripted = await startScriptedEngine();
  onTestFinished(() => scripted.stop());
  scripted.on(/images/, json([]));
  const engine = openDockerEngine(scripted.url);
  await expect(engine.listImages()).resolves.toEqual({ images: [], skipped: [] });
  expect(process.env['DOCKER_HOST']).toBe(host);
});

test('certificates are read from their folder; one that is missing is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-certificates-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'ca.pem'), 'CA');
  const dialer = await createDialer({ kind: 'tcp', host: 'box', port: null, secure: false }, folder);
  expect(dialer).toMatchObject({ host: 'box', port: 2376, protocol: 'https', ca: Buffer.from('CA') });
  expect(dialer).toMatchObject({ cert: undefined, key: undefined });
});

test('a certificate that cannot be read → credential.unavailable', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-certificates-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const engine = openDockerEngine('tcp://127.0.0.1:9', { certificateDirectory: () => Promise.resolve(file) });
  await expect(engine.ping()).rejects.toMatchObject({ code: 'credential.unavailable' });
});

test('without certificates tcp:// is plain, and never has an agent of its own', async () => {
  const dialer = await createDialer({ kind: 'tcp', host: 'box', port: null, secure: false }, null);
  expect(dialer).toMatchObject({ port: 2375, protocol: 'http', agent: undefined });
});
