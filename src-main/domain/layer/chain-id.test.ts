import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { toDiffId } from '../image/hashes.ts';
import { chainIdOver, chainIds } from './chain-id.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const bottom = toDiffId('sha256:174f5685490326fc0a1c0f5570b8663732189b327007e47ff13d2ca59673db02');
const middle = toDiffId('sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef');

describe('chainIds', () => {
  it('is the diffID at the bottom, then the digest of "<below> <diffID>"', () => {
    const second = `sha256:${sha256(`${bottom} ${middle}`)}`;
    const third = `sha256:${sha256(`${second} ${middle}`)}`;
    expect(chainIds([bottom, middle, middle], sha256)).toEqual([bottom, second, third]);
  });

  it('gives the same layer another identity over another one', () => {
    expect(chainIds([middle, bottom], sha256)[1]).not.toBe(chainIds([bottom, middle], sha256)[1]);
    expect(chainIdOver(null, middle, sha256)).toBe(middle);
  });

  it('is empty without layers', () => {
    expect(chainIds([], sha256)).toEqual([]);
  });
});
