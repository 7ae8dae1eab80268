import { describe, expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';

import '../i18n/speak-english.ts';
import { imageRow } from './image-row-samples.ts';
import { changePin, pinsFor } from './pin-image.ts';

describe('pinsFor', () => {
  it('offers the image and every tag of its repository', () => {
    const row = imageRow('a', { tags: ['registry.example:5000/team/app:1.2', 'other:1'] });
    expect(pinsFor(row)).toEqual({
      image: { kind: 'image', id: row.id },
      repository: { kind: 'reference', pattern: 'registry.example:5000/team/app' },
    });
  });

  it('offers no repository where there is no tag', () => {
    expect(pinsFor(imageRow('a', { tags: [] })).repository).toBeNull();
  });
});

it('says what was pinned and reads the engine again; a failure is said too', async () => {
  const said: string[] = [];
  let failing = false;
  const answer = (what: string) => () => {
    if (failing) return Promise.reject(new AppError('store.corrupt'));
    said.push(what);
    return Promise.resolve([]);
  };
  const context = {
    client: { policies: { pin: answer('pin'), unpin: answer('unpin') } },
    app: { notify: (text: string) => said.push(text) },
    engine: { refresh: answer('refresh') },
  } as never;
  await changePin(context, { kind: 'reference', pattern: 'acme/app' }, true);
  await changePin(context, { kind: 'label', name: 'keep', value: 'yes' }, false);
  expect(said).toEqual([
    'pin',
    'acme/app is pinned',
    'refresh',
    'unpin',
    'label keep=yes is not pinned any more',
    'refresh',
  ]);
  failing = true;
  said.length = 0;
  await changePin(context, { kind: 'reference', pattern: 'acme/app' }, true);
  expect(said).toHaveLength(1);
});
