import { readFileSync } from 'node:fs';

import { refuseDefaultSocket } from '../engines/engine-directory.ts';
import { engineHttp, type EngineHttp } from '../engines/engine-http.ts';
import { packTar } from './layer-tar.ts';

/** What `buildImages` leaves on an engine, by the names a person would use. */
export interface BuiltImages {
  /** The base of all others. */
  readonly base: string;
  /** Versions of one app on the base; the last two of them share a layer of dependencies. */
  readonly versions: readonly string[];
  /** Two tags of one image. */
  readonly twoTags: readonly [string, string];
  /** A tag that was built again, so that an older image has lost its name. */
  readonly rebuilt: string;
  /** ID of the image that lost its name: dangling. */
  readonly danglingId: string;
  /** Used by `stoppedContainer`. */
  readonly inUse: string;
  /** Ran to its end; its image cannot go. */
  readonly stoppedContainer: { readonly id: string; readonly name: string };
}

/** A file of a build context: its bytes, or its text. */
type Context = Readonly<Record<string, Buffer | string>>;

const busybox = '/bin/busybox';

/** Builds a small team's images by `docker build` without a network: busybox from Debian in an empty image first. */
export async function buildImages(socketPath: string): Promise<BuiltImages> {
  refuseDefaultSocket(socketPath);
  const http = engineHttp(socketPath);
  const build = (tag: string, context: Context): Promise<string> => buildImage(http, tag, context);

  await build('demo/base:1', {
    Dockerfile: [
      'FROM scratch',
      'COPY busybox /bin/busybox',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
      'ENV PATH=/bin',
      'CMD ["/bin/sh"]',
    ].join('\n'),
    busybox: readFileSync(busybox),
  });
  await build('shop/api:1.0', apiContext('1.0', 0));
  await build('shop/api:1.1', apiContext('1.1', 1));
  await build('shop/api:1.2', apiContext('1.2', 1));
  await http.call('POST', '/images/shop/api:1.2/tag', { query: { repo: 'shop/api', tag: 'latest' } });
  const danglingId = await build('shop/web:dev', webContext('first'));
  await build('shop/web:dev', webContext('second'));
  await build('tools/worker:2', {
    Dockerfile: 'FROM demo/base:1\nCOPY worker /worker\nLABEL team=tools\nCMD ["/bin/sh", "/worker"]',
    worker: `echo done\n# ${'w'.repeat(40_000)}\n`,
  });
  return {
    ...{ base: 'demo/base:1', versions: ['shop/api:1.0', 'shop/api:1.1', 'shop/api:1.2'], danglingId },
    ...{ twoTags: ['shop/api:1.2', 'shop/api:latest'], rebuilt: 'shop/web:dev', inUse: 'tools/worker:2' },
    stoppedContainer: await runToItsEnd(http, 'tools/worker:2', 'nightly-worker'),
  };
}

function apiContext(version: string, dependencies: number): Context {
  return {
    Dockerfile: [
      'FROM demo/base:1',
      'WORKDIR /app',
      'COPY dependencies /app/dependencies',
      'COPY app /app/app',
      'EXPOSE 8080',
      `LABEL version=${version}`,
      'CMD ["/bin/sh", "/app/app"]',
    ].join('\n'),
    dependencies: `dependencies ${dependencies}\n`.repeat(20_000),
    app: `echo ${version}\n# ${version.repeat(5_000)}\n`,
  };
}

function webContext(build: string): Context {
  return {
    Dockerfile: 'FROM demo/base:1\nCOPY page /page\nENV MODE=dev\nCMD ["/bin/cat", "/page"]',
    page: `${build} build\n`.repeat(9_000),
  };
}

/** Builds one image with the engine's own builder and answers its ID. */
async function buildImage(http: EngineHttp, tag: string, context: Context): Promise<string> {
  const tar = await packTar(Object.entries(context).map(([name, content]) => ({ name, content })));
  const query = { t: tag, networkmode: 'none', rm: '1', forcerm: '1', version: '1' };
  await http.call('POST', '/build', { query, tar });
  const { Id: id } = await http.call<{ Id: string }>('GET', `/images/${tag}/json`);
  return id;
}

async function runToItsEnd(
  http: EngineHttp,
  image: string,
  name: string,
): Promise<{ id: string; name: string }> {
  const { Id: id } = await http.call<{ Id: string }>('POST', '/containers/create', {
    query: { name },
    json: { Image: image, HostConfig: { NetworkMode: 'none' } },
  });
  await http.call('POST', `/containers/${id}/start`);
  const { StatusCode: status } = await http.call<{ StatusCode: number }>('POST', `/containers/${id}/wait`);
  if (status !== 0) throw new Error(`the container ${name} of ${image} ended with ${status}`);
  return { id, name };
}
