import { toDiffId } from '../image/hashes.ts';

/**
 * DiffID of a layer in which nothing changed: a tar of 1024 zero bytes. It has no bytes on the classic store; on the
 * containerd store every layer takes at least one block.
 * Source:  ENGINES §2.2; moby layer/empty.go.
 */
export const emptyDiffId = toDiffId(
  'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
);
