import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

import Docker from 'dockerode';

import { AppError } from '../../domain/app-error.ts';
import type { Dialer } from './call.ts';
import type { EngineAddress } from './parse-engine-url.ts';

/** Opens dockerode for an address. `certificateDirectory` holds `ca.pem`, `cert.pem` and `key.pem`; null when none. */
export async function createDialer(
  address: EngineAddress,
  certificateDirectory: string | null,
): Promise<Dialer> {
  switch (address.kind) {
    case 'socket':
      return dockerodeDialer({ socketPath: address.path });
    case 'ssh':
      throw new AppError('engine.unsupported', {
        subject: `ssh://${address.destination}`,
        detail:
          'Ballast does not open ssh:// itself. Forward the socket and use it instead: ' +
          `ssh -N -L /tmp/engine.sock:/var/run/docker.sock ${address.destination} and unix:///tmp/engine.sock`,
      });
    case 'tcp': {
      const certificates = certificateDirectory === null ? {} : await readCertificates(certificateDirectory);
      const secure = address.secure || certificateDirectory !== null;
      const port = address.port ?? (secure ? 2376 : 2375);
      const protocol = secure ? 'https' : 'http';
      return dockerodeDialer({ host: address.host, port, protocol, ...certificates });
    }
  }
}

/**
 * docker-modem mixes DOCKER_HOST, DOCKER_CERT_PATH and others from the environment into whatever it is given (a host
 * from there wins over our socket), and throws when they are wrong. An endpoint is exactly its URL, so they are hidden
 * while its constructor runs, which is synchronous. docker-modem 5.0.7, lib/modem.js `defaultOpts`.
 * No `agent`, ever: with one, each request costs 13 ms of CPU (ENGINES §7).
 */
function dockerodeDialer(options: Docker.DockerOptions): Dialer {
  const host = process.env['DOCKER_HOST'];
  delete process.env['DOCKER_HOST'];
  try {
    const { modem }: { readonly modem: Dialer } = new Docker(options);
    return withExtras(modem);
  } finally {
    if (host !== undefined) process.env['DOCKER_HOST'] = host;
  }
}

/**
 * `maxRedirects`: no engine redirects. docker-modem 5.0.7 follows up to five redirects, to any host, and an error of the
 * second request has no listener and ends the process (lib/http.js). The option is its own, but `dial` drops it.
 * `inspect.custom`: docker-modem prints every request for its debug log, hidden properties and all, also when nobody
 * reads it (lib/modem.js `buildRequest`): 40 µs a call.
 */
const requestExtras = { maxRedirects: 0, [inspect.custom]: () => 'request' };

/** Adds what `dial` does not let through to every request. */
function withExtras(modem: Dialer): Dialer {
  const buildRequest: unknown = Reflect.get(modem, 'buildRequest');
  if (typeof buildRequest !== 'function') throw new AppError('bug', { detail: 'docker-modem has changed' });
  Reflect.set(modem, 'buildRequest', (options: object, ...rest: unknown[]): void => {
    Reflect.apply(buildRequest, modem, [{ ...options, ...requestExtras }, ...rest]);
  });
  return modem;
}

type Certificates = Pick<Docker.DockerOptions, 'ca' | 'cert' | 'key'>;

async function readCertificates(directory: string): Promise<Certificates> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readCertificate(join(directory, name))),
  );
  return { ca, cert, key };
}

/** Each of them may be missing: an engine may want no client certificate, or be known by a public one. */
async function readCertificate(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw new AppError('credential.unavailable', {
      subject: path,
      detail: thrown instanceof Error ? thrown.message : String(thrown),
      cause: thrown,
    });
  }
}
