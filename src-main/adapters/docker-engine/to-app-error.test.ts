import { describe, expect, test } from 'vitest';

import { AppError } from '../../domain/app-error.ts';
import type { AppErrorCode } from '../../domain/app-error.ts';
import { toBadAnswerError, toConnectionError, toRefusalError, toStreamError } from './to-app-error.ts';

type Row = readonly [status: number, words: string, code: AppErrorCode];

// Words as engines were seen to write them: test/fixtures/engine/*/refusals.json.
const refusals: readonly Row[] = [
  [400, 'client version 1.99 is too new. Maximum supported API version is 1.41', 'engine.unsupported'],
  [
    400,
    'client version 1.51 is too old. Minimum supported API version is 1.52, please upgrade your client',
    'engine.unsupported',
  ],
  [
    400,
    'no such image: UPPER:1: invalid reference format: repository name must be lowercase',
    'reference.invalid',
  ],
  [400, 'invalid reference format: repository name (library/UP) must be lowercase', 'reference.invalid'],
  [500, 'invalid reference format: repository name must be lowercase', 'reference.invalid'],
  [
    500,
    'normalizing image: parsing reference "UPPER:1": repository name must be lowercase',
    'reference.invalid',
  ],
  [400, 'invalid tag format', 'reference.invalid'],
  [400, "invalid filter 'bogus'", 'engine.failed'],
  [401, 'unauthorized: authentication required', 'registry.unauthorized'],
  [401, 'client certificate required', 'engine.denied'],
  [403, 'authorization denied by plugin', 'engine.denied'],
  [404, 'page not found', 'engine.unsupported'],
  [404, 'Not Found\n', 'engine.unsupported'],
  [404, 'No such image: nope:1', 'engine.not-found'],
  [404, 'no such image: nope:1: No such image: nope:1', 'engine.not-found'],
  [404, 'No such image: unauthorized:latest', 'engine.not-found'],
  [
    404,
    'image with reference lab/multi:1 was found but does not provide the specified platform (linux/s390x)',
    'engine.not-found',
  ],
  [404, 'manifest for lab/app:zz not found: manifest unknown: manifest unknown', 'registry.not-found'],
  [404, 'failed to resolve reference "lab/app:zz": lab/app:zz: not found', 'registry.not-found'],
  [
    404,
    'pull access denied for x, repository does not exist or may require authorization',
    'registry.unauthorized',
  ],
  [405, 'method not allowed', 'engine.unsupported'],
  [
    409,
    'conflict: unable to delete 4142ca9e965a (must be forced) - image is referenced in multiple repositories',
    'engine.conflict',
  ],
  [409, 'unauthorized is only a name here', 'engine.conflict'],
  [
    500,
    'unable to delete image "50e9" by ID with more than one tag ([a b]): please force removal',
    'engine.conflict',
  ],
  [500, 'Head "https://r.example/manifests/1": no basic auth credentials', 'registry.unauthorized'],
  [
    500,
    'login attempt to https://r.example/v2/ failed with status: 401 Unauthorized',
    'registry.unauthorized',
  ],
  [
    500,
    'Get "https://r.example/v2/": dial tcp 192.0.2.1:443: connect: connection refused',
    'registry.unreachable',
  ],
  [500, 'Get "https://r.example/v2/": x509: certificate signed by unknown authority', 'registry.unreachable'],
  [500, 'server gave HTTP response to HTTPS client', 'registry.unreachable'],
  [500, 'toomanyrequests: You have reached your pull rate limit', 'registry.rate-limited'],
  [500, 'snapshot sha256:abc does not exist: not found', 'engine.not-found'],
  [500, 'write /layer.tar: no space left on device', 'engine.failed'],
  [501, 'not implemented', 'engine.unsupported'],
  [503, 'This node is not ready', 'engine.unreachable'],
  [418, 'teapot', 'engine.failed'],
  [304, '', 'engine.bad-answer'],
];

describe('a refusal', () => {
  test.each(refusals)('%i %s → %s', (status, words, code) => {
    const asDocker = toRefusalError({ status, body: JSON.stringify({ message: words }) }, 'lab/app:1');
    const asPodman = toRefusalError(
      { status, body: JSON.stringify({ cause: 'x', message: words, response: status }) },
      '',
    );
    const asText = toRefusalError({ status, body: words }, 'lab/app:1');
    expect([asDocker.code, asPodman.code, asText.code]).toEqual([code, code, code]);
    expect(asDocker.subject).toBe('lab/app:1');
  });

  test('its words stay the engine’s own; without words the status is named', () => {
    expect(toRefusalError({ status: 409, body: '{"message":"conflict: no"}' }, '').detail).toBe(
      'conflict: no',
    );
    expect(toRefusalError({ status: 500, body: '' }, '').detail).toBe('HTTP 500');
  });
});

// EACCES stands here and not in a test with a socket: tests may run as root, whom no permission stops.
const thrown: readonly (readonly [code: string, result: AppErrorCode])[] = [
  ['ENOENT', 'engine.unreachable'],
  ['ECONNREFUSED', 'engine.unreachable'],
  ['ECONNRESET', 'engine.unreachable'],
  ['EPIPE', 'engine.unreachable'],
  ['ENOTSOCK', 'engine.unreachable'],
  ['ENOTFOUND', 'engine.unreachable'],
  ['ETIMEDOUT', 'engine.unreachable'],
  ['EHOSTUNREACH', 'engine.unreachable'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'engine.unreachable'],
  ['EACCES', 'engine.denied'],
  ['EPERM', 'engine.denied'],
  ['CERT_HAS_EXPIRED', 'engine.denied'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'engine.denied'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'engine.denied'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'engine.bad-answer'],
  ['HPE_INVALID_CONSTANT', 'engine.bad-answer'],
  ['EMFILE', 'engine.failed'],
];

describe('what a connection throws', () => {
  test.each(thrown)('%s → %s', (code, result) => {
    const cause = Object.assign(new Error(`connect ${code} /run/x.sock`), { code });
    const error = toConnectionError(cause, 'unix:///run/x.sock');
    expect(error).toMatchObject({
      code: result,
      subject: 'unix:///run/x.sock',
      detail: `connect ${code} /run/x.sock`,
      cause,
    });
  });

  test('something without a code → engine.failed; an AppError stays itself', () => {
    const own = new AppError('cancelled');
    expect(toConnectionError('words', '').code).toBe('engine.failed');
    expect(toConnectionError(own, '')).toBe(own);
  });
});

test.each<readonly [string, AppErrorCode]>([
  ['unauthorized: authentication required', 'registry.unauthorized'],
  ['An image does not exist locally with the tag: r', 'transfer.failed'],
  ['failed to ingest "layer.tar": short read: unexpected EOF', 'transfer.failed'],
])('told inside a stream: %s → %s', (words, code) => {
  expect(toStreamError(words, '').code).toBe(code);
});

test('no secret gets into an error', () => {
  const secrets =
    'https://bob:hunter2@r.example/v2/ Bearer abcdefghijkl {"identitytoken":"s3cr3t"} password=topsecret';
  const errors = [
    toRefusalError({ status: 500, body: secrets }, 'tcp://bob:hunter2@host'),
    toConnectionError(new Error(secrets), 'tcp://bob:hunter2@host'),
    toStreamError(secrets, 'tcp://bob:hunter2@host'),
    toBadAnswerError(secrets, 'tcp://bob:hunter2@host'),
  ];
  for (const error of errors) {
    const told = JSON.stringify(error.toData()) + error.message;
    for (const secret of ['hunter2', 'abcdefghijkl', 's3cr3t', 'topsecret'])
      expect(told).not.toContain(secret);
    expect(told).toContain('r.example');
  }
});

test('a detail is not endless and moves no cursor', () => {
  const { detail } = toBadAnswerError(`\u001b[2Jred\u0007${'x'.repeat(5000)}`, '');
  expect(detail.length).toBeLessThan(1100);
  // eslint-disable-next-line no-control-regex -- control characters are what it is about: https://eslint.org/docs/latest/rules/no-control-regex
  expect(detail).not.toMatch(/[\u0000-\u001f]/);
});
