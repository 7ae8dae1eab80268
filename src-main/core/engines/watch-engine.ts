import type { EngineFrame } from '../../contract/views/engine-view.ts';
import type { CoreDeps } from '../core-deps.ts';
import { buildView } from './build-view.ts';
import type { EngineSession } from './engine-session.ts';

/** What a window follows: loading with its progress, the view after every change, a failure with its reason. */
export async function* watchEngine(
  session: EngineSession,
  deps: Pick<CoreDeps, 'store' | 'sha256'>,
  signal: AbortSignal,
): AsyncGenerator<EngineFrame, void> {
  for await (const frame of session.watch(signal)) {
    if (frame.kind === 'ready') {
      yield { kind: 'ready', view: buildView(frame.state, session.endpoint, deps) };
    } else {
      yield frame;
    }
  }
}
