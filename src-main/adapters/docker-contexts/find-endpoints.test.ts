import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Engine } from '../../ports/engine/engine.ts';
import { openEngineFinder } from './engine-finder.ts';
import type { EndpointSearch } from './endpoint-search.ts';
import { findCertificateDirectory } from './find-certificate-directory.ts';
import { findEndpoints } from './find-endpoints.ts';
import { normalizeUrl } from './normalize-url.ts';

let home: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ballast-home-')));
});

afterEach(() => rm(home, { recursive: true }));

/** Only the temporary home is looked at: this machine's own sockets are none of a test's business. */
function search(more: Partial<EndpointSearch> = {}): EndpointSearch {
  const realPath = async (path: string): Promise<string | null> =>
    path.startsWith(home) ? realpath(path).catch(() => null) : null;
  return { environment: {}, home, platform: 'linux', userId: 1000, realPath, ...more };
}

async function file(path: string, content = ''): Promise<string> {
  const full = join(home, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
}

function contextId(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

function context(name: string, host: string): Promise<string> {
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  return file(`.docker/contexts/meta/${contextId(name)}/meta.json`, JSON.stringify(meta));
}

async function found(more: Partial<EndpointSearch> = {}): Promise<readonly string[]> {
  return (await findEndpoints(search(more))).map(({ url, source, label }) => `${source} ${label} ${url}`);
}

const fallback = 'usual-socket Docker unix:///var/run/docker.sock';

describe('order', () => {
  test('with nothing set, the usual place alone: that it is missing is worth saying', async () => {
    expect(await found()).toEqual([fallback]);
  });

  test('argument, DOCKER_HOST, current context, other contexts, by hand, usual sockets', async () => {
    await context('zeta', 'tcp://zeta:2375');
    await context('alpha', 'tcp://alpha:2375');
    await file('.docker/config.json', '{"currentContext":"zeta"}');
    await file('.rd/docker.sock');
    const environment = { DOCKER_HOST: 'tcp://env:2375' };
    expect(await found({ argument: '/run/mine.sock', environment, extra: ['tcp://hand:2375'] })).toEqual([
      'argument /run/mine.sock unix:///run/mine.sock',
      'DOCKER_HOST DOCKER_HOST tcp://env:2375',
      'docker-context zeta tcp://zeta:2375',
      'docker-context alpha tcp://alpha:2375',
      'settings tcp://hand:2375 tcp://hand:2375',
      fallback,
      `usual-socket Rancher Desktop unix://${home}/.rd/docker.sock`,
    ]);
  });

  test('DOCKER_CONTEXT goes before the configured context; `default` is none', async () => {
    await context('a', 'tcp://a:1');
    await context('b', 'tcp://b:1');
    await file('.docker/config.json', '{"currentContext":"a"}');
    expect((await found({ environment: { DOCKER_CONTEXT: 'b' } }))[0]).toContain('tcp://b:1');
    expect((await found({ environment: { DOCKER_CONTEXT: 'default' } }))[0]).toContain('tcp://a:1');
  });

  test('DOCKER_CONFIG moves all of it', async () => {
    await context('a', 'tcp://a:1');
    expect(await found({ environment: { DOCKER_CONFIG: join(home, 'elsewhere') } })).toEqual([fallback]);
    expect((await found({ environment: { DOCKER_CONFIG: join(home, '.docker') } }))[0]).toContain(
      'tcp://a:1',
    );
  });
});

describe('usual sockets', () => {
  const sockets = [
    ['.docker/run/docker.sock', 'Docker Desktop'],
    ['.docker/desktop/docker.sock', 'Docker Desktop'],
    ['.colima/default/docker.sock', 'Colima'],
    ['.colima/work/docker.sock', 'Colima (work)'],
    ['.rd/docker.sock', 'Rancher Desktop'],
    ['.orbstack/run/docker.sock', 'OrbStack'],
    ['.lima/docker/sock/docker.sock', 'Lima (docker)'],
    ['.local/share/containers/podman/machine/podman.sock', 'Podman machine'],
    ['.local/share/containers/podman/machine/qemu/podman.sock', 'Podman machine (qemu)'],
    ['runtime/docker.sock', 'Docker, rootless'],
    ['runtime/podman/podman.sock', 'Podman, rootless'],
  ] as const;

  test.each(sockets)('%s is %s', async (path, label) => {
    await file(path);
    const environment = { XDG_RUNTIME_DIR: join(home, 'runtime') };
    expect(await found({ environment })).toEqual([fallback, `usual-socket ${label} unix://${home}/${path}`]);
  });

  test('on Windows there are pipes', async () => {
    expect(await found({ platform: 'win32' })).toContain(
      'usual-socket Docker npipe:////./pipe/docker_engine',
    );
  });
});

describe('each once', () => {
  test('the better source wins', async () => {
    await context('same', 'tcp://box:2375');
    expect(await found({ argument: 'tcp://box:2375/', environment: { DOCKER_HOST: 'box:2375' } })).toEqual([
      'argument tcp://box:2375/ tcp://box:2375/',
      fallback,
    ]);
  });

  test('two names of one socket are one endpoint', async () => {
    const real = await file('.docker/run/docker.sock');
    await mkdir(join(home, '.rd'));
    await symlink(real, join(home, '.rd/docker.sock'));
    expect(await found()).toEqual([fallback, `usual-socket Docker Desktop unix://${real}`]);
  });
});

describe('what is broken is named', () => {
  const open = (url: string): Engine => {
    throw new Error(`opened ${url}`);
  };

  test.each(['{"currentContext":', '"text"', '{"currentContext":7}'])('config.json: %s', async (content) => {
    const path = await file('.docker/config.json', content);
    const finder = openEngineFinder(() => search(), open);
    expect((await finder.listEndpoints())[0]).toEqual({
      url: 'docker-config:',
      source: 'docker-context',
      label: 'config.json',
    });
    expect(() => finder.open('docker-config:')).toThrow(
      expect.objectContaining({ code: 'usage.invalid', subject: path }),
    );
  });

  test('a context: the others stay', async () => {
    await context('good', 'tcp://good:1');
    await file(`.docker/contexts/meta/${contextId('bad')}/meta.json`, '{"Name":');
    const finder = openEngineFinder(() => search(), open);
    const urls = (await finder.listEndpoints()).map(({ url }) => url);
    const broken = `docker-context:${contextId('bad').slice(0, 12)}`;
    expect(urls).toEqual([broken, 'tcp://good:1', 'unix:///var/run/docker.sock']);
    expect(() => finder.open(broken)).toThrow(/JSON/);
  });

  test('the context in use, when it is missing or broken, comes first: no other one is taken for it in silence', async () => {
    await context('good', 'tcp://good:1');
    await file('.docker/config.json', '{"currentContext":"lost"}');
    const finder = openEngineFinder(() => search(), open);
    expect((await finder.listEndpoints()).map(({ url }) => url)).toEqual([
      'docker-context:lost',
      'tcp://good:1',
      'unix:///var/run/docker.sock',
    ]);
    expect(() => finder.open('docker-context:lost')).toThrow(/lost is in use but does not exist/);
  });

  test('the context in use, broken, is named once and by its name', async () => {
    await file(`.docker/contexts/meta/${contextId('bad')}/meta.json`, '{"Name":');
    expect(await found({ environment: { DOCKER_CONTEXT: 'bad' } })).toEqual([
      'docker-context bad docker-context:bad',
      fallback,
    ]);
  });

  test('a context for something else than Docker is no endpoint', async () => {
    await file(
      `.docker/contexts/meta/${contextId('k')}/meta.json`,
      '{"Name":"k","Endpoints":{"kubernetes":{}}}',
    );
    expect(await found()).toEqual([fallback]);
  });
});

describe('certificates', () => {
  test('of a context are in its own folder', async () => {
    await context('tls', 'tcp://box:2376');
    const folder = dirname(await file(`.docker/contexts/tls/${contextId('tls')}/docker/ca.pem`));
    expect(await findCertificateDirectory(search(), 'tcp://box:2376')).toBe(folder);
    expect(await findCertificateDirectory(search(), 'tcp://other:2376')).toBeNull();
  });

  test('of DOCKER_HOST are where DOCKER_CERT_PATH says, if TLS is wanted', async () => {
    const environment = { DOCKER_HOST: 'tcp://box:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(await findCertificateDirectory(search({ environment }), 'tcp://box:2376')).toBe('/certs');
    expect(await findCertificateDirectory(search({ environment }), 'tcp://other:2376')).toBeNull();
    const plain = { ...environment, DOCKER_TLS_VERIFY: '' };
    expect(await findCertificateDirectory(search({ environment: plain }), 'tcp://box:2376')).toBeNull();
    const usual = { ...environment, DOCKER_CERT_PATH: '' };
    expect(await findCertificateDirectory(search({ environment: usual }), 'tcp://box:2376')).toBe(
      join(home, '.docker'),
    );
  });

  test('are looked for on the first call, not when an engine is opened', async () => {
    await context('tls', 'tcp://box:2376');
    await file(`.docker/contexts/tls/${contextId('tls')}/docker/ca.pem`);
    const asked: (() => Promise<string | null>)[] = [];
    const finder = openEngineFinder(
      () => search(),
      (url, directory) => {
        asked.push(directory);
        throw new Error(url);
      },
    );
    expect(() => finder.open('box:2376')).toThrow('tcp://box:2376');
    expect(await asked[0]?.()).toContain(contextId('tls'));
  });
});

test.each([
  ['', ''],
  [' /run/x.sock ', 'unix:///run/x.sock'],
  ['unix:///run/x.sock', 'unix:///run/x.sock'],
  ['box:2375', 'tcp://box:2375'],
  ['//./pipe/docker_engine', 'npipe:////./pipe/docker_engine'],
  ['\\\\.\\pipe\\docker_engine', 'npipe:////./pipe/docker_engine'],
  ['ssh://me@box', 'ssh://me@box'],
  ['demo:', 'demo:'],
])('%j is the URL %j', (text, url) => {
  expect(normalizeUrl(text)).toBe(url);
});
