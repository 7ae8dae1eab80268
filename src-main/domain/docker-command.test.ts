import { spawnSync } from 'node:child_process';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dockerCommand, removalCommands, type DockerAction } from './docker-command.ts';
import { toImageId } from './image/hashes.ts';
import { imageId, makeContainer } from '#test/support/small-snapshot.ts';

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
    const remove = [
      { id: toImageId('sha256:0a'), effect: 'remove', references: ['app:1', 'app:2'], platforms: [] },
      { id: toImageId('sha256:0b'), effect: 'remove', references: [], platforms: [] },
      { id: toImageId('sha256:0c'), effect: 'untag', references: ['db:8'], platforms: [] },
    ] as const;
    expect(removalCommands({ containers: [], remove }, { host: null, nowMs: 0 })).toEqual([
      'docker image rm --no-prune app:1',
      'docker image rm --no-prune app:2',
      'docker image rm --no-prune sha256:0b',
      'docker image rm --no-prune db:8',
    ]);
  });

  test('of a plan begins with its containers, tags for the bin before it drops, and takes platforms one by one', () => {
    const plain = { references: [], platforms: [] };
    const [parked, stripped] = [imageId('a1'), imageId('b2')];
    const remove = [
      { ...plain, id: stripped, effect: 'remove-platforms', platforms: ['linux/arm64', 'linux/s390x'] },
      { ...plain, id: parked, effect: 'park', references: ['app:1', `other@${parked}`] },
    ] as const;
    const containers = [makeContainer('0123456789ab', 'a1')];
    const commands = removalCommands({ containers, remove }, { host: 'tcp://box:2375', nowMs: 1234 });
    expect(commands).toEqual([
      'docker --host tcp://box:2375 container rm 0123456789ab',
      `docker --host tcp://box:2375 image rm --no-prune --platform linux/arm64 ${stripped}`,
      `docker --host tcp://box:2375 image rm --no-prune --platform linux/s390x ${stripped}`,
      `docker --host tcp://box:2375 image tag ${parked} ballast.invalid/recycle-bin:1234-a10000000000000000000000`,
      'docker --host tcp://box:2375 image rm --no-prune app:1',
      `docker --host tcp://box:2375 image rm --no-prune other@${parked}`,
    ]);
    expect(commands.some((command) => command.includes('force'))).toBe(false);
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
