import { describe, expect, test } from 'vitest';

import { formatCanonical, formatFamiliar } from './format-reference.ts';
import { mustParseReference, parseReference } from './parse-reference.ts';
import type { ReferenceProblemCode } from './reference.ts';

const f64 = 'f'.repeat(64);
const hexName = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a';

// text · canonical · familiar; the names are those of the specification's own tests and what people really type.
const good: readonly (readonly [string, string, string])[] = [
  ['ubuntu', 'docker.io/library/ubuntu:latest', 'ubuntu'],
  ['ubuntu:24.04', 'docker.io/library/ubuntu:24.04', 'ubuntu:24.04'],
  ['library/ubuntu', 'docker.io/library/ubuntu:latest', 'ubuntu'],
  ['docker.io/ubuntu', 'docker.io/library/ubuntu:latest', 'ubuntu'],
  ['index.docker.io/ubuntu:1', 'docker.io/library/ubuntu:1', 'ubuntu:1'],
  ['index.docker.io/library/ubuntu', 'docker.io/library/ubuntu:latest', 'ubuntu'],
  ['registry-1.docker.io/library/ubuntu:1', 'docker.io/library/ubuntu:1', 'ubuntu:1'],
  ['registry-1.docker.io/fooo/bar', 'docker.io/fooo/bar:latest', 'fooo/bar'],
  ['library/foo/bar', 'docker.io/library/foo/bar:latest', 'library/foo/bar'],
  ['other/library', 'docker.io/other/library:latest', 'other/library'],
  ['test_com', 'docker.io/library/test_com:latest', 'test_com'],
  ['test_com/foo', 'docker.io/test_com/foo:latest', 'test_com/foo'],
  // Without a slash there is no registry, whatever it looks like.
  ['test.com:5000', 'docker.io/library/test.com:5000', 'test.com:5000'],
  ['192.168.1.1', 'docker.io/library/192.168.1.1:latest', '192.168.1.1'],
  ['localhost', 'docker.io/library/localhost:latest', 'localhost'],
  ['foo_bar.com:8080', 'docker.io/library/foo_bar.com:8080', 'foo_bar.com:8080'],
  ['localhost/app', 'localhost/app:latest', 'localhost/app'],
  ['localhost:5000/app:1', 'localhost:5000/app:1', 'localhost:5000/app:1'],
  ['test:5000/repo', 'test:5000/repo:latest', 'test:5000/repo'],
  ['Foo/bar', 'Foo/bar:latest', 'Foo/bar'],
  ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000/repo:5050', '192.168.1.1:5000/repo:5050'],
  ['[2001:db8::1]/repo', '[2001:db8::1]/repo:latest', '[2001:db8::1]/repo'],
  ['[::1]:5000/repo:tag', '[::1]:5000/repo:tag', '[::1]:5000/repo:tag'],
  ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com/myimage:xn--n3h.com'],
  [
    'b.gcr.io/test.example.com/my-app:x',
    'b.gcr.io/test.example.com/my-app:x',
    'b.gcr.io/test.example.com/my-app:x',
  ],
  ['a/b_c/d__e/f-g/h---i/j.k', 'docker.io/a/b_c/d__e/f-g/h---i/j.k:latest', 'a/b_c/d__e/f-g/h---i/j.k'],
  ['app:_Under.Dot-Dash', 'docker.io/library/app:_Under.Dot-Dash', 'app:_Under.Dot-Dash'],
  [`app:${'a'.repeat(128)}`, `docker.io/library/app:${'a'.repeat(128)}`, `app:${'a'.repeat(128)}`],
  [`app@sha256:${f64}`, `docker.io/library/app@sha256:${f64}`, `app@sha256:${f64}`],
  [`app:1@sha256:${f64}`, `docker.io/library/app:1@sha256:${f64}`, `app:1@sha256:${f64}`],
  [`h.io/a@sha512:${f64}${f64}`, `h.io/a@sha512:${f64}${f64}`, `h.io/a@sha512:${f64}${f64}`],
  [`h.io/a@sha384:${'0'.repeat(96)}`, `h.io/a@sha384:${'0'.repeat(96)}`, `h.io/a@sha384:${'0'.repeat(96)}`],
  [`${'a/'.repeat(127)}a`, `docker.io/${'a/'.repeat(127)}a:latest`, `${'a/'.repeat(127)}a`],
  // 64 hex digits are a name as soon as something is beside them.
  [`docker.io/${hexName}`, `docker.io/library/${hexName}:latest`, `docker.io/${hexName}`],
  [`${hexName}:1`, `docker.io/library/${hexName}:1`, `${hexName}:1`],
  // The reference library shortens these to names that mean another registry.
  ['docker.io/my.org/app', 'docker.io/my.org/app:latest', 'docker.io/my.org/app'],
  ['docker.io/localhost/app', 'docker.io/localhost/app:latest', 'docker.io/localhost/app'],
];

// text · code · the part to underline, between bars
const bad: readonly (readonly [ReferenceProblemCode, string])[] = [
  ['empty', '||'],
  ['whitespace', '| |ubuntu'],
  ['whitespace', 'ubuntu|\n|'],
  ['whitespace', 'my| |app:1'],
  ['whitespace', 'ubuntu|\u200b|:1'],
  ['whitespace', '| |'],
  ['scheme', '|https://|github.com/docker/docker'],
  ['scheme', '|docker://|ubuntu'],
  ['identifier', `|${hexName}|`],
  ['registry-character', 'foo|_|bar.com/app'],
  ['registry-character', 'h|\u00e9|.com/app'],
  ['registry-label', 'a.|.|b/app'],
  ['registry-label', 'a|.|/app'],
  ['registry-label', '|.|a/app'],
  ['registry-label', '|-docker|.io/docker/docker'],
  ['registry-label', 'a.|b-|:80/app'],
  ['registry-label', '|:|5000/app'],
  ['registry-port', 'host|:|/app'],
  ['registry-port', 'host|:http|/app'],
  ['registry-port', 'app|:x|/y'],
  ['registry-port', '[::1]|5000|/app'],
  ['ipv6-brackets', '|fc00::1:5000|/debian'],
  ['ipv6-address', '|[fe80::1%eth0]|:5000/debian'],
  ['ipv6-address', '|[2001:db8:3:4::192.0.2.33]|:5000/debian'],
  ['ipv6-address', '|[::1|/debian'],
  ['repository-missing', '|:|justtag'],
  ['repository-missing', `|@|sha256:${f64}`],
  ['repository-missing', 'localhost:5000|/|'],
  ['repository-missing', 'example.com/|:|1'],
  ['repository-missing', '|[2001:db8::1]:5000|'],
  ['repository-missing', '|[fc00::1]|'],
  ['repository-uppercase', '|U|buntu:24.04'],
  ['repository-uppercase', 'docker/|D|ocker'],
  ['repository-uppercase', 'docker.io/docker/ab|CD|e'],
  ['repository-character', '|[|]/debian'],
  ['repository-character', 'aa/asdf|$|$^/aa'],
  ['repository-character', 'app|\u00e9|'],
  ['repository-character', 'app/|\u{1f433}|x'],
  ['repository-character', 'team|\\|app'],
  ['separator-edge', '|-|docker'],
  ['separator-edge', 'docker|-|/docker'],
  ['separator-edge', '|____|/____'],
  ['separator-edge', 'a/|_|docker'],
  ['separator-edge', 'a/b|__|'],
  ['separator-double', 'a/dock|..|er'],
  ['separator-double', 'dock|_.|er'],
  ['separator-double', 'dock|___|er'],
  ['separator-double', 'a__b/dock|-_|er'],
  ['component-empty', '|/|ubuntu'],
  ['component-empty', 'docker|//|/docker'],
  ['component-empty', 'docker|/|'],
  ['component-empty', 'docker|/|:1'],
  ['component-empty', 'docker.io|//|app'],
  ['repository-too-long', `a/${'b/'.repeat(126)}b|/b|`],
  ['repository-too-long', `${'a'.repeat(247)}|a|`],
  ['repository-too-long', `h.io/${'a'.repeat(255)}|aa|:1`],
  ['tag-empty', 'ubuntu|:|'],
  ['tag-empty', `ubuntu|:|@sha256:${f64}`],
  ['tag-start', 'app:|-|rc1'],
  ['tag-start', 'app:|.|1'],
  ['tag-character', 'app:1|:|2'],
  ['tag-character', 'h.io/app:1|/|2'],
  ['tag-character', 'app:1|+|build'],
  ['tag-too-long', `app:${'a'.repeat(128)}|aa|`],
  ['digest-empty', 'app|@|'],
  ['digest-empty', 'app:1|@|'],
  ['digest-algorithm', `app@|${f64}|`],
  ['digest-algorithm', `app@|:|${f64}`],
  ['digest-algorithm', `app@|2sha|:${f64}`],
  ['digest-unsupported', `validname@|invaliddigest|:${f64}`],
  ['digest-unsupported', `app@|md5|:${'f'.repeat(32)}`],
  ['digest-unsupported', `app@|SHA256|:${f64}`],
  ['digest-character', `app@sha256:abc|x|${f64}`],
  ['digest-character', `app@sha256:${f64}|@|sha256:${f64}`],
  ['digest-uppercase', `app@sha256:ab|CD|${'f'.repeat(60)}`],
  ['digest-length', 'app@sha256|:|'],
  ['digest-length', `app@sha256:|${'f'.repeat(34)}|`],
  ['digest-length', `app@sha256:${f64}|f|`],
];

describe('good references', () => {
  test.each(good)('%s', (text, canonical, familiar) => {
    const parsed = parseReference(text);
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    expect(formatCanonical(parsed.value)).toBe(canonical);
    expect(formatFamiliar(parsed.value)).toBe(familiar);
  });

  test('the parts are where they belong', () => {
    expect(mustParseReference('[::1]:5000/team/app:1')).toEqual({
      registry: '[::1]:5000',
      repository: 'team/app',
      tag: '1',
      digest: null,
    });
  });
});

describe('bad references', () => {
  test.each(bad)('%s in %s', (code, marked) => {
    const [before = '', wrong = '', after = ''] = marked.split('|');
    const parsed = parseReference(before + wrong + after);
    expect(parsed).toEqual({ ok: false, problem: { code, at: before.length, length: wrong.length } });
  });

  test('a wrong literal in the source is a bug', () => {
    expect(() => mustParseReference('Ubuntu')).toThrow('bug: Ubuntu: repository-uppercase');
  });
});
