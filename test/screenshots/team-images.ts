import { createHash } from 'node:crypto';

import type { ImageRecipe, RecipeStep } from '#test/live/images/image-recipe.ts';

/** A layer of this many kilobytes; the same content is the same layer wherever it stands. */
function layer(createdBy: string, content: string, kilobytes: number): RecipeStep {
  return { createdBy, layer: { kind: 'files', seed: seedOf(content), bytes: kilobytes * 1000 } };
}

function seedOf(content: string): number {
  return Number.parseInt(createHash('sha256').update(content).digest('hex').slice(0, 8), 16);
}

function setting(createdBy: string): RecipeStep {
  return { createdBy, layer: null };
}

const debian = [layer('ADD rootfs.tar.xz / # buildkit', 'debian', 7_480), setting('CMD ["bash"]')];
const alpine = [
  layer('ADD alpine-minirootfs.tar.gz / # buildkit', 'alpine', 780),
  setting('CMD ["/bin/sh"]'),
];
const runtime = [
  ...debian,
  layer(
    'RUN /bin/sh -c apt-get update && apt-get install -y ca-certificates # buildkit',
    'certificates',
    920,
  ),
  layer('COPY runtime /usr/local/runtime # buildkit', 'runtime', 5_300),
  setting('ENV PATH=/usr/local/runtime/bin:/usr/bin:/bin'),
];
const tools = [
  ...debian,
  layer('RUN /bin/sh -c apt-get install -y build-essential # buildkit', 'tools', 15_200),
];

function service(
  name: string,
  version: string,
  sizes: { dependencies: number; app: number },
): readonly RecipeStep[] {
  const generation = version.split('.')[0] ?? version;
  return [
    ...runtime,
    layer(
      'RUN /bin/sh -c install-dependencies # buildkit',
      `${name} dependencies ${generation}`,
      sizes.dependencies,
    ),
    layer('COPY . /app # buildkit', `${name} ${version}`, sizes.app),
    setting('EXPOSE 8080/tcp'),
    setting('ENTRYPOINT ["/app/start"]'),
  ];
}

const untagged = (label: string, steps: readonly RecipeStep[]): ImageRecipe => ({ label, tags: [], steps });
const tagged = (tags: readonly string[], steps: readonly RecipeStep[]): ImageRecipe => ({
  label: tags[0] ?? '',
  tags,
  steps,
});

const api = { dependencies: 4_100, app: 640 };
const web = { dependencies: 2_300, app: 380 };
const worker = { dependencies: 6_900, app: 210 };

/** Images as a small team has them: few bases, many versions, and what rebuilding left behind. Sizes are a tenth. */
export const teamImages: readonly ImageRecipe[] = [
  tagged(['acme/base:12'], debian),
  tagged(['acme/base:alpine'], alpine),
  tagged(['acme/runtime:22'], runtime),
  tagged(['acme/toolchain:14'], tools),
  ...['1.9.0', '2.0.0', '2.1.0'].map((version) =>
    tagged([`acme/api:${version}`], service('api', version, api)),
  ),
  tagged(['acme/api:2.2.0', 'acme/api:latest'], service('api', '2.2.0', api)),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((build) =>
    untagged(`api ${build}`, service('api', `2.2.${build}`, api)),
  ),
  ...['5.4.1', '5.5.0'].map((version) => tagged([`acme/web:${version}`], service('web', version, web))),
  ...['a', 'b', 'c'].map((build) => untagged(`web ${build}`, service('web', `5.5.${build}`, web))),
  tagged(
    ['acme/worker:0.9.4', 'registry.acme.example:5000/acme/worker:0.9.4'],
    service('worker', '0.9.4', worker),
  ),
  ...['a', 'b'].map((build) => untagged(`worker ${build}`, service('worker', `0.9.${build}`, worker))),
  tagged(
    ['acme/ci-runner:7'],
    [...tools, layer('RUN /bin/sh -c install-runner # buildkit', 'runner', 8_800)],
  ),
  tagged(
    ['acme/model-trainer:2026.06'],
    [
      ...runtime,
      layer('RUN pip install torch # buildkit', 'torch', 41_000),
      layer('COPY weights /weights # buildkit', 'weights', 23_000),
    ],
  ),
  tagged(['acme/proxy:1.27'], [...alpine, layer('RUN apk add proxy # buildkit', 'proxy', 4_200)]),
  tagged(['acme/cache:8'], [...alpine, layer('RUN apk add cache # buildkit', 'cache', 3_100)]),
  tagged(
    ['acme/database:17'],
    [...debian, layer('RUN /bin/sh -c apt-get install -y database # buildkit', 'database', 21_500)],
  ),
  tagged(
    ['acme/database:16'],
    [...debian, layer('RUN /bin/sh -c apt-get install -y database-16 # buildkit', 'database 16', 20_900)],
  ),
];

/** Containers that keep some of them: name, image, whether it was only created. */
export const teamContainers: readonly {
  readonly name: string;
  readonly image: string;
  readonly project?: string;
}[] = [
  { name: 'shop-api-1', image: 'acme/api:2.2.0', project: 'shop' },
  { name: 'shop-web-1', image: 'acme/web:5.5.0', project: 'shop' },
  { name: 'shop-db-1', image: 'acme/database:17', project: 'shop' },
  { name: 'shop-proxy-1', image: 'acme/proxy:1.27', project: 'shop' },
  { name: 'old-import', image: 'acme/database:16' },
];
