import { spawnSync } from 'node:child_process';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dockerCommand, removalCommands, type DockerAction } from './docker-command.ts';
import { toImageId } from './image/hashes.ts';

const rows: readonly (readonly [DockerAction, string])[] = [
  [{ kind: 'list-images' }, 'docker image ls --all'],
  [{ kind: 'list-dangling' }, 'docker image ls --filter dangling=true'],
  [{ kind: 'list-containers' }, 'docker container ls --all'],
  [{ kind: 'disk-usage' }, 'docker system df --verbose'],
  [{ kind: 'inspect', image: 'app:1' }, 'docker image inspect app:1'],
  [{ kind: 'history', image: 'app:1' }, 'docker image history --no-trunc app:1'],
  [
    { kind: 'history', image: 'app:1', platform: 'linux/arm64' },
    'docker image history --no-trunc --platform linux/arm64 app:1',
  ],
  [{ kind: 'inspect', image: 'app:1', platform: '' }, 'docker image inspect app:1'],
  [{ kind: 'tag', source: 'app:1', target: '[::1]:5000/app:1' }, "docker image tag app:1 '[::1]:5000/app:1'"],
  [{ kind: 'untag', reference: 'app:1' }, 'docker image rm --no-prune app:1'],
  [{ kind: 'remove', id: 'sha256:0123' }, 'docker image rm --no-prune sha256:0123'],
  [{ kind: 'pull', reference: 'app@sha256:0123' }, 'docker image pull app@sha256:0123'],
  [{ kind: 'remove', id: "it's; rm -rf /" }, "docker image rm --no-prune 'it'\\''s; rm -rf /'"],
];

describe('the command that does the same', () => {
  test.each(rows)('%o', (action, command) => {
    expect(dockerCommand(action)).toBe(command);
  });

  test('names the engine when it is another one', () => {
    expect(dockerCommand({ kind: 'list-images' }, 'unix:///run/my engine.sock')).toBe(
      "docker --host 'unix:///run/my engine.sock' image ls --all",
    );
  });

  test('of a plan has one line for each reference, and the ID where there is none', () => {
    const items = [
      { id: toImageId('sha256:0a'), references: ['app:1', 'app:2'] },
      { id: toImageId('sha256:0b'), references: [] },
    ];
    expect(removalCommands(items)).toEqual([
      'docker image rm --no-prune app:1',
      'docker image rm --no-prune app:2',
      'docker image rm --no-prune sha256:0b',
    ]);
  });
});

test('a real shell reads every word back as it was', () => {
  const words = fc.array(fc.string({ unit: 'binary', minLength: 1 }).filter(isPlain), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(words, (targets) => {
      const lines = targets.map((id) => dockerCommand({ kind: 'remove', id }));
      const script = `docker() { printf '%s\\0' "$4"; }\n${lines.join('\n')}\n`;
      const { stdout } = spawnSync('sh', ['-s'], { input: script, encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(targets);
    }),
    { numRuns: 20 },
  );
});

/** What can stand in a script at all: no NUL, no lone surrogate. */
function isPlain(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
