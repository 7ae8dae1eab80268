import { afterEach, describe, expect, it, vi } from 'vitest';

import type { EndpointRow, EngineList } from '#main/contract/operations/engines.ts';
import type { EngineFrame, EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import { AppError } from '#main/domain/app-error.ts';

import type { BallastClient } from '../api/client.ts';
import { EngineState } from './engine-state.svelte.ts';
import { imageRow, runningContainer } from './image-row-samples.ts';

const away = new AppError('engine.unreachable').toData();
const endpoint = (url: string, changes: Partial<EndpointRow> = {}): EndpointRow => ({
  url,
  source: url.startsWith('demo:') ? 'demo' : 'usual-socket',
  label: url,
  error: null,
  tried: true,
  ...changes,
});
const list = (current: string | null, ...endpoints: EndpointRow[]): EngineList => ({ endpoints, current });

const view = (images = [imageRow('a')]): EngineView =>
  ({
    engine: { isDemo: false },
    takenAtMs: 1,
    images,
    reclaim: {
      store: 'classic',
      edgeParents: [],
      edgeBytes: [],
      images: [],
      doubts: [],
      buildCacheSharedBytes: 0,
      unseenStacks: 0,
    },
  }) as unknown as EngineView;

/** A core whose watch tells what the test sends. */
class FakeCore {
  readonly watched: string[] = [];
  list: EngineList = list(null);
  #send: (frame: EngineFrame) => void = () => undefined;

  readonly client = {
    engines: {
      list: () => Promise.resolve(this.list),
      select: () => Promise.resolve(this.list),
      add: () => Promise.resolve(this.list),
      refresh: () => Promise.reject(new Error('not asked for')),
      watch: ({ endpoint: url }: { endpoint: string }) => {
        this.watched.push(url);
        return Promise.resolve(this.#frames());
      },
    },
  } as unknown as BallastClient;

  async send(frame: EngineFrame): Promise<void> {
    await vi.waitFor(() => expect(this.watched).not.toEqual([]));
    await new Promise((resolve) => setTimeout(resolve));
    this.#send(frame);
    await new Promise((resolve) => setTimeout(resolve));
  }

  async *#frames(): AsyncGenerator<EngineFrame> {
    for (;;) yield await new Promise<EngineFrame>((resolve) => (this.#send = resolve));
  }
}

const opened: EngineState[] = [];
function open(core: FakeCore): EngineState {
  const engine = new EngineState(core.client);
  opened.push(engine);
  return engine;
}
afterEach(() => {
  for (const engine of opened.splice(0)) engine.close();
});

describe('phases', () => {
  it('goes from searching over loading to ready', async () => {
    const core = new FakeCore();
    core.list = list('unix:///a', endpoint('unix:///a'));
    const engine = open(core);
    expect(engine.phase).toBe('searching');
    await engine.find();
    expect(engine.phase).toBe('loading');
    await core.send({ kind: 'loading', step: 'inspecting', done: 3, total: 9 });
    expect(engine.progress).toEqual({ step: 'inspecting', done: 3, total: 9 });
    await core.send({ kind: 'ready', view: view() });
    expect([engine.phase, engine.progress, engine.imagesById.size]).toEqual(['ready', null, 1]);
  });

  it('says that there is none', async () => {
    const core = new FakeCore();
    core.list = list(null, endpoint('unix:///a', { error: away }));
    const engine = open(core);
    await engine.find();
    expect([engine.phase, engine.endpoints.length, core.watched]).toEqual(['none', 1, []]);
  });

  it('keeps the last view of an engine that went away, until it answers again', async () => {
    const core = new FakeCore();
    core.list = list('unix:///a', endpoint('unix:///a'));
    const engine = open(core);
    await engine.find();
    await core.send({ kind: 'ready', view: view() });
    await core.send({ kind: 'failed', error: away });
    expect([engine.phase, engine.error?.code, engine.view?.takenAtMs]).toEqual([
      'failed',
      'engine.unreachable',
      1,
    ]);
    await core.send({ kind: 'loading', step: 'connecting', done: 0, total: null });
    expect(engine.phase).toBe('failed');
    await core.send({ kind: 'loading', step: 'listing', done: 0, total: null });
    expect(engine.phase).toBe('ready');
  });

  it('reports a list that could not be had', async () => {
    const core = new FakeCore();
    const engine = open(core);
    core.client.engines.list = () => Promise.reject(new Error('gone'));
    await engine.find();
    expect([engine.phase, engine.error?.code]).toEqual(['none', 'bug']);
  });
});

describe('choosing', () => {
  it('shows the engine a person selects, and drops the view of the other one', async () => {
    const core = new FakeCore();
    core.list = list('unix:///a', endpoint('unix:///a'), endpoint('demo:'));
    const engine = open(core);
    await engine.find();
    await core.send({ kind: 'ready', view: view() });
    await engine.select('demo:');
    expect([engine.current, engine.view, engine.isDemo]).toEqual(['demo:', null, true]);
    expect(core.watched).toEqual(['unix:///a', 'demo:']);
  });

  it('leaves the demo for an engine that answers, or for none', async () => {
    const core = new FakeCore();
    core.list = list('demo:', endpoint('unix:///a', { error: away }), endpoint('demo:'));
    const engine = open(core);
    await engine.find();
    await engine.leaveDemo();
    expect([engine.current, engine.phase]).toEqual([null, 'none']);
    core.list = list('demo:', endpoint('unix:///a'), endpoint('demo:'));
    await engine.leaveDemo();
    expect(engine.current).toBe('unix:///a');
  });

  it('stays where it is when nobody answers at an added address', async () => {
    const core = new FakeCore();
    core.list = list('unix:///a', endpoint('unix:///a'), endpoint('tcp://b', { error: away }));
    const engine = open(core);
    await engine.find();
    await engine.add('tcp://b');
    expect(engine.current).toBe('unix:///a');
  });

  it.each<[EndpointRow['source'], string, string | null]>([
    ['docker-context', 'unix:///x', null],
    ['DOCKER_HOST', 'tcp://h:1', null],
    ['usual-socket', 'unix:///var/run/docker.sock', null],
    ['usual-socket', 'unix:///run/other.sock', 'unix:///run/other.sock'],
    ['settings', 'tcp://h:1', 'tcp://h:1'],
    ['demo', 'demo:', null],
  ])('docker reaches %s %s with --host %s', async (source, url, host) => {
    const core = new FakeCore();
    core.list = list(url, endpoint(url, { source }));
    const engine = open(core);
    await engine.find();
    expect(engine.dockerHost).toBe(host);
  });
});

it.each<[string, Partial<ImageRow>]>([
  ['in use', { containers: [runningContainer] }],
  ['pinned', { pin: { kind: 'label', name: 'keep', value: null } }],
  ['in the recycle bin', { parkedAtMs: 1 }],
])('does not call what is %s reclaimable', async (_what, changes) => {
  const core = new FakeCore();
  core.list = list('unix:///a', endpoint('unix:///a'));
  const engine = open(core);
  await engine.find();
  await core.send({ kind: 'ready', view: view([imageRow('a', changes)]) });
  expect(engine.reclaimable.total).toEqual({ exact: 0 });
});
