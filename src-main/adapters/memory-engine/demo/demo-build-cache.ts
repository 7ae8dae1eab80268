import type { CacheSpec } from '../population.ts';
import { mb, type DemoTimeline } from './demo-timeline.ts';

type CacheRecord = Pick<CacheSpec, 'id' | 'bytes' | 'description' | 'usageCount'> & {
  /** Days ago it was made and last used. */
  readonly days: readonly [created: number, used: number | null];
} & Partial<Omit<CacheSpec, 'createdAtMs' | 'lastUsedAtMs'>>;

const records: readonly CacheRecord[] = [
  {
    id: 'k3tq0vn1y6z8rj2mw4cdq1xv7',
    kind: 'source.local',
    description: 'local source for context',
    bytes: mb(4.3),
    days: [26, 0.1],
    usageCount: 61,
  },
  {
    id: 'b7nh5aq2p9xw0ze4ksm1ty6ud',
    kind: 'source.local',
    description: 'local source for dockerfile',
    bytes: 12_288,
    days: [26, 0.1],
    usageCount: 61,
  },
  {
    id: 'y2mf8kd0r3c6vq9lp5xj7ht1w',
    description: 'pulled from docker.io/library/node:22-slim@sha256:2a5b…',
    bytes: mb(258.6),
    days: [12, 0.1],
    usageCount: 44,
  },
  {
    id: 'w9cz4xe7s1g5bt8nq0vl3ja6r',
    description: '[stage-0 4/6] RUN npm ci --omit=dev',
    bytes: mb(190.1),
    parents: ['y2mf8kd0r3c6vq9lp5xj7ht1w'],
    days: [2.9, 0.1],
    usageCount: 11,
  },
  {
    id: 'q5vd1ht8u4y7fo2kxn9mb3ec0',
    description: '[stage-0 6/6] RUN npm run build',
    bytes: mb(13.3),
    parents: ['w9cz4xe7s1g5bt8nq0vl3ja6r'],
    days: [0.1, 0.1],
    usageCount: 1,
  },
  {
    id: 'h0sp6jw3i9m2ya5rz8ku4gf7x',
    description: '[stage-0 6/6] RUN npm run build',
    bytes: mb(13.2),
    parents: ['w9cz4xe7s1g5bt8nq0vl3ja6r'],
    days: [1.2, 1.2],
    usageCount: 1,
  },
  {
    // Held by no image: with one that is, no promise of this engine could be exact.
    id: 'o4yc7ui2v9e6rk1dz8ph3gw5m',
    description: 'pulled from docker.io/library/busybox:1.37@sha256:9ac0…',
    bytes: mb(4.28),
    days: [64, 5.1],
    usageCount: 6,
  },
  {
    id: 'e4lr9bt2o6x1qc8vd5nw7sy3k',
    kind: 'exec.cachemount',
    description: 'mount / from exec /bin/sh -c npm ci --omit=dev',
    bytes: mb(612.8),
    days: [58, 0.1],
    usageCount: 37,
  },
  {
    id: 'n8gu3zk7f1p5ew0jt2xh6ma9q',
    kind: 'exec.cachemount',
    description: 'mount / from exec /bin/sh -c pip install --no-cache-dir -r requirements.txt',
    bytes: mb(431.7),
    inUse: true,
    days: [31, 0],
    usageCount: 29,
  },
  {
    id: 'd6xo1vy4c8s3lb9gq2rf5ip7z',
    description: '[worker 2/5] RUN apt-get update && apt-get install -y build-essential libpq-dev',
    bytes: mb(248.3),
    inUse: true,
    days: [31, 0],
    usageCount: 19,
  },
  {
    id: 'a1kw7em5t0u9hj3yd8zc4xn6v',
    description: '[worker 4/5] RUN pip install --no-cache-dir -r requirements.txt',
    bytes: mb(318.5),
    parents: ['d6xo1vy4c8s3lb9gq2rf5ip7z'],
    inUse: true,
    days: [0.6, 0],
    usageCount: 4,
  },
  {
    id: 'u3bf8qn2g6k0rx5ow9pt1lj7s',
    kind: 'frontend',
    description: 'pulled from docker.io/docker/dockerfile:1.19',
    bytes: mb(13.9),
    days: [44, 0.1],
    usageCount: 73,
  },
  {
    id: 'x7hd2ys9j4v1me6cz0ab8ug5w',
    description: '[vision 3/5] RUN pip3 install torch==2.4.0 torchvision',
    bytes: mb(2298.4),
    days: [203, 171],
    usageCount: 3,
  },
  {
    id: 't9pl5kc1n7f3oq8xw2ir6ve0b',
    description: '[vision 2/5] RUN apt-get update && apt-get install -y cuda-libraries-12-3',
    bytes: mb(1984.2),
    days: [203, null],
    usageCount: 0,
  },
  {
    id: 'm2jz6ga0x8e4ts9hn5dk1yq7c',
    kind: 'internal',
    description: 'sbom scanner docker.io/docker/buildkit-syft-scanner:stable-1',
    bytes: mb(61.4),
    days: [120, 96],
    usageCount: 2,
  },
];

/** What BuildKit keeps: a build that runs now, yesterday's, and what nobody has touched since last year. */
export function addBuildCache({ demo, ago }: DemoTimeline): void {
  for (const { days, ...record } of records) {
    const [created, used] = days;
    const lastUsedAtMs = used === null ? null : ago(used);
    demo.cacheRecord(record.id, { ...record, createdAtMs: ago(created), lastUsedAtMs });
  }
}
