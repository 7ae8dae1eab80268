import * as v from 'valibot';

import { toImageId } from '../domain/image/hashes.ts';

/** URL of an engine's endpoint: the key of an engine everywhere. */
const endpoint = v.pipe(v.string(), v.minLength(1), v.maxLength(2048));

/** An image ID as the engine gave it. */
const imageId = v.pipe(
  v.string(),
  v.regex(/^sha256:[0-9a-f]{64}$/, 'an image ID is sha256: and 64 hex digits'),
  v.transform(toImageId),
);

/** A reference as a person typed it; `domain/reference` says what is wrong with it. */
const reference = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** Names an engine. */
export const endpointInput = v.object({ endpoint });

/** Names an image of an engine. */
export const imageInput = v.object({ endpoint, id: imageId });

/** Names a reference of an engine, and the image that was shown with it: another one does not lose it. */
export const untagInput = v.object({ endpoint, reference, id: v.optional(imageId) });

/** An image, and the reference it shall get. */
export const tagInput = v.object({ endpoint, source: reference, target: reference });

/** What a clean-up is asked to do. */
const policySchema = v.variant('kind', [
  v.object({ kind: v.literal('dangling') }),
  v.object({ kind: v.literal('unused') }),
  v.object({
    kind: v.literal('picked'),
    picks: v.pipe(
      v.array(v.object({ id: imageId, references: v.nullable(v.array(reference)) })),
      v.maxLength(100_000),
    ),
  }),
]);

/** Asks for a plan. */
export const planInput = v.object({ endpoint, policy: policySchema });

/**
 * Runs exactly this plan: what it removes, and the fingerprint of what was shown.
 * The core plans again from fresh facts and refuses when the fingerprint differs.
 */
export const runInput = v.object({
  endpoint,
  fingerprint: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  remove: v.pipe(
    v.array(
      v.object({
        id: imageId,
        effect: v.picklist(['remove', 'untag']),
        references: v.array(reference),
        reasons: v.optional(v.array(v.string()), []),
      }),
    ),
    v.minLength(1),
    v.maxLength(100_000),
  ),
});

/** Names a job. */
export const jobInput = v.object({ jobId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
