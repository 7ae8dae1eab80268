import { describe, expect, it } from 'vitest';

import type { EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import type { FreedBytes } from '#main/domain/ledger/reclaim-model.ts';

import { GridSelection } from '../ui/grid-selection.svelte.ts';
import { imageRow, runningContainer } from './image-row-samples.ts';
import { barBytes, ImagesState } from './images-state.svelte.ts';

function stateOf(rows: readonly ImageRow[], showsIntermediates = false): ImagesState {
  const exclusive = (ids: Iterable<string>): FreedBytes => {
    const wanted = new Set(ids);
    const bytes = rows
      .filter((row) => wanted.has(row.id))
      .reduce((sum, row) => sum + Number(row.exclusiveBytes), 0);
    return { total: { exact: bytes }, layers: { exact: bytes }, content: { exact: 0 }, doubts: [] };
  };
  return new ImagesState({
    engine: {
      view: { images: rows } as unknown as EngineView,
      imagesById: new Map(rows.map((row) => [row.id, row])),
      freedBy: exclusive,
    },
    showsIntermediates: () => showsIntermediates,
    selection: new GridSelection(),
    nowMs: () => 0,
  });
}

const shown = (state: ImagesState): string[] =>
  state.lines.map((line) => (line.kind === 'image' ? line.row.id.slice(7) : `# ${line.group.repository}`));

describe('ImagesState', () => {
  const rows = [
    imageRow('small', { bytes: 1, exclusiveBytes: 1 }),
    imageRow('big', { bytes: 9, exclusiveBytes: 9 }),
    imageRow('used', { bytes: 5, exclusiveBytes: 5, containers: [runningContainer] }),
    imageRow('lost', { bytes: 3, exclusiveBytes: 3, tags: [], dangling: true }),
    imageRow('step', { bytes: 2, intermediate: true, tags: [] }),
  ];

  it('shows the largest first and leaves intermediates out', () => {
    expect(shown(stateOf(rows))).toEqual(['big', 'used', 'lost', 'small']);
    expect(shown(stateOf(rows, true))).toContain('step');
  });

  it('counts each facet under the typed filter, and shows the chosen one', () => {
    const state = stateOf(rows);
    expect(state.facetCounts).toEqual({ all: 4, 'in-use': 1, unused: 3, dangling: 1, untagged: 1 });
    state.filterText = 'smaller:6B';
    expect(state.facetCounts).toEqual({ all: 3, 'in-use': 1, unused: 2, dangling: 1, untagged: 1 });
    state.facet = 'unused';
    expect(shown(state)).toEqual(['lost', 'small']);
    expect(state.isFiltered).toBe(true);
    state.clearFilter();
    expect(shown(state)).toHaveLength(4);
  });

  it('promises the bytes of what may go, and nothing for what is in use', () => {
    const state = stateOf(rows);
    for (const name of ['big', 'used']) state.selection.toggle(`sha256:${name}`);
    expect(state.selected).toHaveLength(2);
    expect(state.removable.map((row) => row.id)).toEqual(['sha256:big']);
    expect(state.frees.total).toEqual({ exact: 9 });
  });

  it('says what the images of a repository hold together, also where several share its name', () => {
    const state = stateOf([
      imageRow('a', { tags: ['app:1'] }),
      imageRow('b', { tags: ['app:2'] }),
      imageRow('c'),
    ]);
    state.toggleGrouping();
    expect(shown(state)).toEqual(['# app', 'a', 'b', 'c']);
    const [heading] = state.lines;
    expect(heading?.kind === 'group' && state.ownBytesOf(heading.group)).toEqual({ exact: 600 });
    state.toggleGroup('app');
    expect(shown(state)).toEqual(['# app', 'c']);
  });

  it('forgets ticked images that are gone', () => {
    const state = stateOf(rows);
    state.selection.set(['sha256:big', 'sha256:removed-meanwhile']);
    expect(state.selected.map((row) => row.id)).toEqual(['sha256:big']);
  });

  it('leaves out what lies in the recycle bin, and says what emptying it frees', () => {
    const state = stateOf([imageRow('a'), imageRow('parked', { parkedAtMs: 5, tags: ['bin:5-a'] })]);
    state.selection.set(['sha256:a', 'sha256:parked']);
    expect([shown(state), state.count, state.facetCounts.all]).toEqual([['a'], 1, 1]);
    expect(state.selected.map((row) => row.id)).toEqual(['sha256:a']);
    expect(state.parked.map((row) => row.id)).toEqual(['sha256:parked']);
    expect(state.parkedFrees).toEqual(state.frees.total);
  });

  it('asks for a plan of whole images', () => {
    const state = stateOf(rows);
    expect(state.picksOf(rows.slice(0, 1))).toEqual([{ id: 'sha256:small', references: null }]);
  });

  it('finds the images on a base again', () => {
    const state = stateOf([
      imageRow('a'),
      imageRow('b', { family: { key: 'x', label: 'alpine:3', hue: 1, pattern: 0 } }),
    ]);
    state.showBase('alpine:3');
    expect(shown(state)).toEqual(['b']);
  });
});

it('draws what is known of a bar', () => {
  expect(barBytes(imageRow('a', { exclusiveBytes: 'unknown', sharedBytes: 7 }))).toBe(7);
});
