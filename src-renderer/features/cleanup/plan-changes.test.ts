import { describe, expect, it } from 'vitest';

import type { PlanChange } from '#main/domain/cleanup/compare-plan.ts';
import { toContainerId, toImageId } from '#main/domain/image/hashes.ts';

import '#renderer/i18n/speak-english.ts';

import { describeChange, parsePlanChanges } from './plan-changes.ts';

const id = toImageId('a');
const nameOf = (): string => 'app:1';

describe('parsePlanChanges', () => {
  it('reads what the core wrote', () => {
    const changes: readonly PlanChange[] = [{ kind: 'image-gone', id }, { kind: 'other-facts' }];
    expect(parsePlanChanges(JSON.stringify(changes))).toEqual(changes);
  });

  it.each(['', 'the plan is stale', '{}', '[1, null, {}]'])('makes nothing of %j', (detail) => {
    expect(parsePlanChanges(detail)).toEqual([]);
  });
});

describe('describeChange', () => {
  const rows: readonly [PlanChange, string][] = [
    [{ kind: 'image-gone', id }, 'app:1 is gone already.'],
    [{ kind: 'reference-added', id, reference: 'x:2' }, 'app:1 has got the tag x:2.'],
    [{ kind: 'now-parked', id }, 'app:1 lies in the recycle bin now.'],
    [
      { kind: 'container-started', container: toContainerId('0123456789abcdef') },
      'The container 0123456789ab was to go first; it runs now, or is gone.',
    ],
    [{ kind: 'now-in-use', id, containers: [] }, 'A container uses app:1 now.'],
    [
      { kind: 'other-bytes', planned: { exact: 1234 }, now: { atLeast: 2340 } },
      'It would free at least 2.34 kB now, not exactly 1.23 kB.',
    ],
  ];
  it.each(rows)('%j', (change, sentence) => {
    expect(describeChange(change, nameOf)).toBe(sentence);
  });

  it('says nothing of a kind it does not know', () => {
    expect(describeChange({ kind: 'from-the-future' } as never, nameOf)).toBeNull();
  });
});
