import { argv, env } from 'node:process';

import { createRouterClient } from '@orpc/server';

import { compose } from '#main/compose.ts';

// Ballast as a process of its own that cleans up once: `clean-up-once.ts <engine URL> <park?>`. It is made to be killed.
const [, , engineUrl = '', park = ''] = argv;
const ballast = compose({ shell: 'cli', version: '0.0.0', environment: env, engineUrl });
const client = createRouterClient(ballast.router, { context: {} });
const endpoint = engineUrl;
const policy = { kind: 'rules', match: 'any', rules: [{ kind: 'unused' }], pins: [] } as const;
const plan = await client.cleanup.plan({
  endpoint,
  policy: structuredClone(policy) as never,
  park: park === 'park',
});
const remove = plan.remove.map((item) => ({
  ...item,
  references: [...item.references],
  platforms: [...item.platforms],
  reasons: [...item.reasons],
}));
const { jobId } = await client.cleanup.run({ endpoint, fingerprint: plan.fingerprint, remove });
for await (const frame of await client.jobs.watch({})) {
  if (frame.id === jobId && frame.endedAtMs !== null) break;
}
await ballast.close();
