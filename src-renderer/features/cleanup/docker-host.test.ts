import { expect, it } from 'vitest';

import type { EndpointRow } from '#main/contract/operations/engines.ts';

import { dockerHost } from './docker-host.ts';

const rows: readonly (readonly [EndpointRow['source'], string, string | null])[] = [
  ['usual-socket', 'unix:///var/run/docker.sock', null],
  ['usual-socket', 'unix:///run/user/1000/docker.sock', 'unix:///run/user/1000/docker.sock'],
  ['DOCKER_HOST', 'tcp://10.0.0.1:2375', null],
  ['docker-context', 'unix:///context.sock', null],
  ['settings', 'tcp://10.0.0.1:2375', 'tcp://10.0.0.1:2375'],
  ['argument', 'demo:', null],
  ['demo', 'demo:', null],
];

it.each(rows)('%s %s', (source, url, host) => {
  expect(dockerHost([{ url, source, label: '', error: null, tried: true }], url)).toBe(host);
});

it('knows no host for an engine that is not listed', () => {
  expect(dockerHost([], 'tcp://elsewhere')).toBeNull();
});
