import { createRouterClient, implement, ORPCError } from '@orpc/server';
import { describe, expect, it, vi } from 'vitest';

import { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/domain/app-error.ts';

import { appErrorOf, follow } from './client.ts';

const denied = new AppError('engine.denied', { subject: 'unix:///x', detail: 'EACCES' }).toData();

describe('appErrorOf', () => {
  it('takes the data of the error the contract defines', async () => {
    const refresh = implement(contract).engines.refresh.handler(({ errors }) => {
      throw errors.APP_ERROR({ data: denied });
    });
    const client = createRouterClient({ refresh });
    const thrown: unknown = await client.refresh({ endpoint: 'x' }).catch((error: unknown) => error);
    expect(appErrorOf(thrown)).toEqual(denied);
  });

  it('calls everything else a bug, with its words', () => {
    expect(appErrorOf(new Error('socket closed'))).toMatchObject({ code: 'bug', detail: 'socket closed' });
  });
});

describe('follow', () => {
  it('opens the subscription again when it breaks, and tells only what the core said', async () => {
    const frames: number[] = [];
    const errors: string[] = [];
    const attempts = [
      () => Promise.reject(new Error('the socket is gone')),
      () => Promise.reject(new ORPCError('APP_ERROR', { defined: true, data: denied })),
      () => Promise.resolve(numbers(1, 2)),
      () => Promise.resolve(numbers(3)),
    ];
    const stop = follow<number>(() => attempts.shift()?.() ?? new Promise(() => undefined), {
      onFrame: (frame) => frames.push(frame),
      onError: (error) => errors.push(error.code),
    });
    await vi.waitFor(() => expect(frames).toEqual([1, 2, 3]), { timeout: 10_000 });
    stop();
    expect(errors).toEqual(['engine.denied']);
  });

  it('tells nothing more after it was stopped, and says so to the core', async () => {
    const frames: number[] = [];
    let signal: AbortSignal | undefined;
    let push: (n: number) => void = () => undefined;
    const stop = follow<number>(
      (options) => {
        signal = options.signal;
        return Promise.resolve(pushed((to) => (push = to)));
      },
      { onFrame: (frame) => frames.push(frame) },
    );
    await vi.waitFor(() => expect(signal).toBeDefined());
    await Promise.resolve();
    push(1);
    await vi.waitFor(() => expect(frames).toEqual([1]));
    stop();
    push(2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([frames, signal?.aborted]).toEqual([[1], true]);
  });
});

async function* numbers(...all: number[]): AsyncGenerator<number> {
  for (const n of all) yield await Promise.resolve(n);
}

async function* pushed(take: (push: (n: number) => void) => void): AsyncGenerator<number> {
  for (;;) yield await new Promise<number>((resolve) => take(resolve));
}
