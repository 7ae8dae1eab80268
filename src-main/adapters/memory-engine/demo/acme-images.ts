import type { ImageConfig } from '../../../domain/image/image-config.ts';
import { copy, run, setting, workdir } from '../dockerfile-steps.ts';
import type { StepSpec } from '../image-spec.ts';
import { aptInstall, mb, type DemoTimeline } from './demo-timeline.ts';

/** An app of one's own that was built again and again under the same tag. */
interface RebuiltApp {
  readonly name: string;
  readonly from: string;
  /** Days ago of each build, oldest first; all but the last end up untagged. */
  readonly builds: readonly number[];
  /** Dependencies change once in so many builds, the code every time. */
  readonly dependenciesEvery: number;
  readonly steps: (dependencies: number, build: number) => readonly StepSpec[];
  readonly config: Partial<ImageConfig>;
}

const api: RebuiltApp = {
  name: 'acme/api',
  from: 'node:22-slim',
  builds: [26, 24.2, 23.9, 21, 17.4, 16.1, 12.3, 9.2, 8.8, 6.1, 4.4, 2.9, 1.9, 1.2, 0.8, 0.1],
  dependenciesEvery: 5,
  steps: (dependencies, build) => [
    run(aptInstall('dumb-init openssl'), mb(11.7)),
    workdir('/srv/api'),
    copy('package.json package-lock.json ./', 412_508 + dependencies, `api lock ${dependencies}`),
    run('npm ci --omit=dev', mb(186.2) + dependencies * 1_300_417, `api modules ${dependencies}`),
    copy('. .', mb(4.1) + build * 20_117, `api source ${build}`),
    run('npm run build', mb(12.8) + build * 31_090, `api build ${build}`),
    setting('USER node'),
    setting('EXPOSE map[8080/tcp:{}]'),
    setting('ENTRYPOINT ["dumb-init" "--"]'),
    setting('CMD ["node" "dist/server.js"]'),
  ],
  config: {
    environment: ['NODE_ENV=production', 'PORT=8080'],
    entrypoint: ['dumb-init', '--'],
    command: ['node', 'dist/server.js'],
    workingDirectory: '/srv/api',
    user: 'node',
    exposedPorts: ['8080/tcp'],
  },
};

const web: RebuiltApp = {
  name: 'acme/web',
  from: 'nginx:1.29-alpine',
  builds: [20.5, 18.2, 13.3, 7.7, 5.2, 4.9, 3.1, 1.1, 0.3],
  dependenciesEvery: 100,
  steps: (_, build) => [
    run('rm -rf /usr/share/nginx/html/*', 0, 'empty html'),
    copy('nginx.conf /etc/nginx/conf.d/default.conf', 1_934),
    copy('--from=build /app/dist /usr/share/nginx/html', mb(18.6) + build * 143_201, `web dist ${build}`),
  ],
  config: { exposedPorts: ['80/tcp'], command: ['nginx', '-g', 'daemon off;'] },
};

const worker: RebuiltApp = {
  name: 'acme/worker',
  from: 'python:3.13-slim',
  builds: [31, 28.4, 19.6, 14.8, 10.1, 3.6, 1.7, 0.6],
  dependenciesEvery: 3,
  steps: (dependencies, build) => [
    run(aptInstall('build-essential libpq-dev'), mb(248.3)),
    workdir('/worker'),
    copy('requirements.txt .', 2_871 + dependencies, `worker requirements ${dependencies}`),
    run(
      'pip install --no-cache-dir -r requirements.txt',
      mb(312.4) + dependencies * 4_902_113,
      `worker packages ${dependencies}`,
    ),
    copy('worker ./worker', 861_204 + build * 3_801, `worker source ${build}`),
    setting('ENV PYTHONUNBUFFERED=1'),
    setting('CMD ["python" "-m" "worker"]'),
  ],
  config: {
    environment: ['PYTHONUNBUFFERED=1'],
    command: ['python', '-m', 'worker'],
    workingDirectory: '/worker',
    labels: { 'org.opencontainers.image.source': 'https://github.com/acme-corp/worker' },
  },
};

/** Three apps with many builds behind them: where most of the dead weight is. */
export function addAcmeApps(timeline: DemoTimeline): void {
  for (const app of [api, web, worker]) addBuilds(timeline, app);
  addReleases(timeline);
  addOthers(timeline);
}

/** Key of one build of an app, for containers that still stand on it. */
export function buildKey(name: string, build: number): string {
  return `${name} build ${build}`;
}

function addBuilds({ demo, ago }: DemoTimeline, app: RebuiltApp): void {
  for (const [build, days] of app.builds.entries()) {
    demo.image(`${app.name}:dev`, {
      key: buildKey(app.name, build),
      from: app.from,
      servedAs: pushed.filter((push) => push.key === buildKey(app.name, build)).map(({ as }) => as),
      steps: app.steps(Math.trunc(build / app.dependenciesEvery), build),
      createdAtMs: ago(days),
      config: {
        ...app.config,
        labels: {
          ...app.config.labels,
          'org.opencontainers.image.revision': revision(app.name, build),
        },
      },
    });
  }
}

/** Releases that went to a registry: the engine knows them by digest, too. */
const pushed = [
  { key: buildKey('acme/api', 9), as: 'ghcr.io/acme-corp/api:1.15.0' },
  { key: buildKey('acme/web', 4), as: 'ghcr.io/acme-corp/web:3.2.1' },
] as const;

/** Releases are builds that got a name of their own, some of them two. */
function addReleases({ demo, ago }: DemoTimeline): void {
  demo.tag(buildKey('acme/api', 3), 'acme/api:1.14.0');
  demo.tag(buildKey('acme/api', 9), 'acme/api:1.15.0');
  demo.tag(buildKey('acme/api', 15), 'acme/api:latest');
  demo.tag(buildKey('acme/web', 4), 'acme/web:3.2.1');
  demo.tag(buildKey('acme/worker', 5), 'acme/worker:0.9.4');
  for (const { key, as } of pushed) demo.tag(key, as);
  for (const [version, days] of [
    ['2.3.1', 66],
    ['2.4.0', 11],
  ] as const) {
    demo.image(`registry.acme.example:5000/platform/gateway:${version}`, {
      from: 'golang:1.25',
      origin: 'pulled',
      steps: [
        workdir('/src'),
        copy('go.mod go.sum ./', 24_190),
        run('go mod download', mb(341.6)),
        copy('. .', mb(3.3), `gateway ${version}`),
        run('go build -o /gateway ./cmd/gateway', mb(96.4), `gateway binary ${version}`),
        setting('ENTRYPOINT ["/gateway"]'),
      ],
      createdAtMs: ago(days),
      config: {
        entrypoint: ['/gateway'],
        exposedPorts: ['8443/tcp'],
        labels: { 'com.acme.team': 'platform' },
      },
    });
  }
}

function addOthers({ demo, ago }: DemoTimeline): void {
  demo.image('shop-admin:latest', {
    from: 'node:22-alpine',
    hasAttestation: true,
    steps: [
      workdir('/app'),
      copy('package*.json ./', 301_220),
      run('npm ci', mb(241.9)),
      copy('. .', mb(2.7)),
      setting('CMD ["npm" "start"]'),
    ],
    createdAtMs: ago(2.2),
    config: {
      command: ['npm', 'start'],
      exposedPorts: ['3001/tcp'],
      labels: {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'admin',
        'com.docker.compose.version': '2.40.0',
      },
    },
  });
  demo.image('acme/vision-train:2025.06', {
    from: 'ubuntu:22.04',
    steps: [
      setting('ENV NVARCH=x86_64 CUDA_VERSION=12.4.1'),
      run(aptInstall('cuda-libraries-12-4 libcublas-12-4 libnccl2'), mb(2168.4)),
      run(aptInstall('python3 python3-pip git'), mb(418.7)),
      run(
        'pip3 install --no-cache-dir torch==2.5.1 torchvision --index-url https://download.pytorch.org/whl/cu124',
        mb(2371.9),
      ),
      copy('weights /opt/weights', mb(584.5)),
      copy('train ./train', mb(1.4)),
      setting('CMD ["python3" "train/main.py"]'),
    ],
    createdAtMs: ago(158),
    config: {
      environment: ['CUDA_VERSION=12.4.1', 'NVIDIA_VISIBLE_DEVICES=all'],
      command: ['python3', 'train/main.py'],
      workingDirectory: '/opt',
    },
  });
  demo.image('acme/legacy-report:2023', {
    from: 'debian:10',
    isLegacy: true,
    steps: [
      setting('MAINTAINER reports@acme.example'),
      run(aptInstall('openjdk-11-jre-headless'), mb(196.8)),
      copy('report.jar /opt/', mb(58.3)),
      setting('ENV LANG=ja_JP.UTF-8'),
      setting('CMD ["java" "-jar" "/opt/report.jar"]'),
    ],
    createdAtMs: ago(610),
    author: 'reports@acme.example',
    config: { environment: ['LANG=ja_JP.UTF-8'], command: ['java', '-jar', '/opt/report.jar'] },
  });
}

function revision(name: string, build: number): string {
  return [...`${name}${build}`]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xfffffff, 7)
    .toString(16)
    .padStart(7, '0');
}
