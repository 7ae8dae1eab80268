import { describe, expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';

import type { BallastClient } from '../api/client.ts';
import { imageRow } from './image-row-samples.ts';
import { TagDraft } from './tag-draft.svelte.ts';

const row = imageRow('app', { tags: ['app:1'] });
const other = imageRow('db', { tags: ['db:latest'] });

function open(replaces: string | null = null, failing: 'tag' | 'untag' | null = null) {
  const calls: unknown[] = [];
  const answer = (name: 'tag' | 'untag') => (input: object) => {
    calls.push([name, input]);
    return failing === name ? Promise.reject(new AppError('engine.conflict')) : Promise.resolve({});
  };
  const client = { images: { tag: answer('tag'), untag: answer('untag') } } as unknown as BallastClient;
  const draft = new TagDraft({
    client,
    engine: { current: 'demo:', view: { images: [row, other] } },
    row,
    replaces,
  });
  return { draft, calls };
}

describe('what is typed', () => {
  it.each([
    ['', null, null],
    ['team/app', 'team/app:latest', null],
    [' docker.io/library/node:22 ', 'node:22', null],
    ['app:1', 'app:1', 'has-it-already'],
    [`app@sha256:${'a'.repeat(64)}`, `app:latest@sha256:${'a'.repeat(64)}`, 'has-digest'],
  ])('%j becomes %s', (typed, reference, obstacle) => {
    const { draft } = open();
    draft.text = typed;
    expect([draft.reference, draft.obstacle, draft.problem]).toEqual([reference, obstacle, null]);
    expect(draft.canRun).toBe(reference !== null && obstacle === null);
  });

  it('marks the wrong part', () => {
    const { draft } = open();
    draft.text = 'team/App:1';
    expect(draft.problem).toEqual({ code: 'repository-uppercase', at: 5, length: 1 });
    expect([draft.canRun, draft.parts]).toEqual([false, []]);
  });

  it('names the image that would lose the tag', () => {
    const { draft } = open();
    draft.text = 'db';
    expect(draft.holder?.id).toBe(other.id);
  });
});

describe('what is done', () => {
  it('adds a tag to the image by its ID', async () => {
    const { draft, calls } = open();
    draft.text = 'app:2';
    expect(await draft.run()).toBe(true);
    expect(calls).toEqual([['tag', { endpoint: 'demo:', source: row.id, target: 'app:2' }]]);
  });

  it('renames by adding first and dropping afterwards', async () => {
    const { draft, calls } = open('app:1');
    draft.text = 'app:2';
    await draft.run();
    expect(calls.map((call) => (call as string[])[0])).toEqual(['tag', 'untag']);
  });

  it('keeps the old name when the new one is refused', async () => {
    const { draft, calls } = open('app:1', 'tag');
    draft.text = 'app:2';
    expect(await draft.run()).toBe(false);
    expect([calls.length, draft.error?.code, draft.isBusy]).toEqual([1, 'engine.conflict', false]);
  });

  it('does nothing while the text is wrong', async () => {
    const { draft, calls } = open();
    draft.text = 'App';
    expect([await draft.run(), calls]).toEqual([false, []]);
  });
});
