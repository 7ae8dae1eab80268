import { expect, test } from 'vitest';

import { imagePath } from './image-path.ts';
import { openDockerEngine } from './open-docker-engine.ts';
import { parseEngineUrl } from './parse-engine-url.ts';

const good = [
  ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
  ['/run/user/1000/docker.sock', { kind: 'socket', path: '/run/user/1000/docker.sock' }],
  ['  unix:///a b/docker.sock ', { kind: 'socket', path: '/a b/docker.sock' }],
  ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
  ['tcp://box:2375', { kind: 'tcp', host: 'box', port: 2375, secure: false }],
  ['tcp://box', { kind: 'tcp', host: 'box', port: null, secure: false }],
  ['tcp://[::1]:2376/', { kind: 'tcp', host: '::1', port: 2376, secure: false }],
  ['http://box', { kind: 'tcp', host: 'box', port: 80, secure: false }],
  ['https://box', { kind: 'tcp', host: 'box', port: 443, secure: true }],
  ['https://box:2376', { kind: 'tcp', host: 'box', port: 2376, secure: true }],
  ['ssh://me@box:2222', { kind: 'ssh', destination: 'me@box -p 2222' }],
  ['ssh://me:secret@box', { kind: 'ssh', destination: 'me@box' }],
] as const;

test.each(good)('%s', (url, address) => {
  expect(parseEngineUrl(url)).toEqual({ ok: true, value: address });
});

const bad = [
  ...[
    '',
    ' ',
    'docker',
    'unix://',
    'unix://relative/path',
    'fd://3',
    'ftp://box',
    'tcp://',
    'tcp://box/prefix',
  ],
  ...['tcp://me:secret@box:2375', 'javascript:alert(1)', 'docker-context:broken', 'demo:'],
];

test.each(bad)('%s is no engine address', (url) => {
  expect(parseEngineUrl(url).ok).toBe(false);
  expect(() => openDockerEngine(url)).toThrow(expect.objectContaining({ code: 'usage.invalid' }));
});

test('a password in a wrong address is not repeated', () => {
  expect(() => openDockerEngine('tcp://me:secret@box:2375')).toThrow(/^(?!.*secret)/);
});

test('ssh:// says what to do instead, from every call', async () => {
  const engine = openDockerEngine('ssh://me@box');
  await expect(engine.ping()).rejects.toMatchObject({ code: 'engine.unsupported' });
  await expect(engine.listImages()).rejects.toThrow(/ssh -N -L .*docker\.sock me@box/);
});

const paths = [
  ['lab/app:1', 'lab/app:1'],
  ['localhost:5000/lab/app@sha256:aa', 'localhost:5000/lab/app@sha256:aa'],
  ['a?b', 'a%3Fb'],
  ['a#b', 'a%23b'],
  ['a%2e', 'a%252e'],
] as const;

test.each(paths)('%s goes into a path as %s', (image, path) => {
  expect(imagePath(image)).toBe(path);
});

test.each([
  '',
  '.',
  '..',
  '../containers/web',
  'a/../b',
  '/a',
  'a/',
  'a//b',
  'a b',
  'a\nb',
  'a\u0000',
  '名前',
])('%j names no image', (image) => {
  expect(() => imagePath(image)).toThrow(expect.objectContaining({ code: 'reference.invalid' }));
});
