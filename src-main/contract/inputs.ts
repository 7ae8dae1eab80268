import * as v from 'valibot';

import { toContainerId, toImageId } from '../domain/image/hashes.ts';
import { dayCount, rulePolicySchema } from './policy-schema.ts';

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

/** A container ID as the engine gave it. */
const containerId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{12,64}$/, 'a container ID is 64 hex digits'),
  v.transform(toContainerId),
);

/** What a clean-up is asked to do. */
const policySchema = v.variant('kind', [
  rulePolicySchema,
  v.object({
    kind: v.literal('picked'),
    picks: v.pipe(
      v.array(v.object({ id: imageId, references: v.nullable(v.array(reference)) })),
      v.maxLength(100_000),
    ),
  }),
  v.object({ kind: v.literal('bin'), parkedForDays: dayCount }),
]);

const planOptions = {
  park: v.optional(v.boolean(), false),
  /** Stopped containers that may go first. */
  containers: v.optional(v.pipe(v.array(containerId), v.maxLength(10_000)), []),
};

/** Items of a plan that was shown. */
const shownItems = v.pipe(
  v.array(
    v.object({
      id: imageId,
      effect: v.picklist(['remove', 'untag', 'park', 'remove-platforms']),
      references: v.array(reference),
      platforms: v.optional(v.array(v.pipe(v.string(), v.maxLength(128))), []),
      reasons: v.optional(v.array(v.string()), []),
    }),
  ),
  v.minLength(1),
  v.maxLength(100_000),
);

/** Asks for a plan. */
export const planInput = v.object({
  endpoint,
  policy: policySchema,
  ...planOptions,
  /** Exactly these items of a plan of the policy that was shown: a person left the others out. */
  shown: v.optional(v.object({ remove: shownItems })),
});

/**
 * Runs exactly this plan: what it removes, and the fingerprint of what was shown.
 * The core plans again from fresh facts and refuses when the fingerprint differs.
 */
export const runInput = v.object({
  endpoint,
  fingerprint: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  remove: shownItems,
  /** Stopped containers that were shown to go first. */
  containers: v.optional(v.pipe(v.array(containerId), v.maxLength(10_000)), []),
  /** Images of the plan to save to a verified file before they go. */
  saveFirst: v.optional(v.pipe(v.array(imageId), v.maxLength(100_000)), []),
  /** Name of the saved policy it came from; empty when it was none. */
  policyName: v.optional(v.pipe(v.string(), v.maxLength(100)), ''),
  /** The bin is being emptied. */
  isBin: v.optional(v.boolean(), false),
});

/** Names a run of the journal. */
export const journalRunInput = v.object({
  endpoint,
  runId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
});

/** Asks registries about references. */
export const recoveryInput = v.object({
  endpoint,
  ids: v.pipe(v.array(imageId), v.minLength(1), v.maxLength(1000)),
});

/** Tries a policy on a recorded day. */
export const simulateInput = v.object({
  endpoint,
  policy: rulePolicySchema,
  dayMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** Images in the bin. */
export const binInput = v.object({
  endpoint,
  ids: v.pipe(v.array(imageId), v.minLength(1), v.maxLength(100_000)),
});

/** Records of the build cache. */
export const buildCacheInput = v.object({
  endpoint,
  ids: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,64}$/, 'a record is named by letters and digits'))),
    v.minLength(1),
    v.maxLength(100_000),
  ),
});

/** Names a job. */
export const jobInput = v.object({ jobId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
