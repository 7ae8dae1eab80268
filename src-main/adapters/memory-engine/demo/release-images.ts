import { copy, run, setting, workdir } from '../dockerfile-steps.ts';
import type { StepSpec } from '../image-spec.ts';
import { mb, publishedBy, type DemoTimeline } from './demo-timeline.ts';

/** Releases of the billing service that were tried here, with the days since each. */
const billingReleases = [
  ['1.4.0', 201],
  ['1.4.1', 188],
  ['1.5.0', 163],
  ['1.6.0', 139],
  ['1.6.1', 131],
  ['1.7.0', 102],
  ['1.8.0', 71],
  ['1.8.1', 64],
  ['1.9.0', 38],
  ['1.9.1', 30],
  ['1.9.2', 13],
] as const;

/** What a build server publishes and a laptop collects: many versions, and images that came twice under other names. */
export function addReleases(timeline: DemoTimeline): void {
  addBilling(timeline);
  addEdgeAgent(timeline);
  addTwins(timeline);
  addComposeLeftovers(timeline);
}

function addBilling({ demo, ago }: DemoTimeline): void {
  for (const [index, [version, days]] of billingReleases.entries()) {
    // Dependencies change with each minor version, the code with every one.
    const minor = version.slice(0, version.lastIndexOf('.'));
    demo.image(`ghcr.io/acme-corp/billing:${version}`, {
      from: 'python:3.12-slim',
      origin: 'pulled',
      steps: [
        workdir('/billing'),
        run('pip install --no-cache-dir -r requirements.txt', mb(96.3), `billing packages ${minor}`),
        copy('billing ./billing', mb(5.1) + index * 40_961, `billing ${version}`),
        setting('CMD ["gunicorn" "billing:app"]'),
      ],
      createdAtMs: ago(days),
      config: {
        command: ['gunicorn', 'billing:app'],
        exposedPorts: ['8000/tcp'],
        workingDirectory: '/billing',
        labels: publishedBy('acme-corp/billing', version),
      },
    });
  }
}

/** Two platforms were fetched of it: the containerd store keeps both. */
function addEdgeAgent({ demo, ago }: DemoTimeline): void {
  const steps = (architecture: string): readonly StepSpec[] => [
    copy('edge-agent /usr/bin/', mb(31.8), `edge agent ${architecture}`),
    setting('ENTRYPOINT ["/usr/bin/edge-agent"]'),
  ];
  demo.image('ghcr.io/acme-corp/edge-agent:2.1.0', {
    from: 'alpine:3.22',
    origin: 'pulled',
    steps: steps('amd64'),
    otherPlatforms: [
      { platform: 'linux/arm64/v8', steps: steps('arm64'), isAvailable: true },
      { platform: 'linux/arm/v7', steps: steps('armv7'), isAvailable: false },
    ],
    createdAtMs: ago(34),
    config: {
      entrypoint: ['/usr/bin/edge-agent'],
      labels: publishedBy('acme-corp/edge-agent', '2.1.0'),
    },
  });
}

/** The same layers with other settings: an image more, and hardly a byte. */
function addTwins({ demo, ago }: DemoTimeline): void {
  const steps = [
    copy('mkdocs.yml docs /docs', mb(22.7), 'docs sources'),
    run('mkdocs build --site-dir /site', mb(41.3), 'docs site'),
    setting('CMD ["mkdocs" "serve"]'),
  ];
  for (const [tag, key, days, theme] of [
    ['acme/docs:preview', 'docs preview', 6.4, 'light'],
    ['acme/docs:latest', 'docs latest', 6.2, 'dark'],
    ['', 'docs nobody named', 6.3, 'plain'],
  ] as const) {
    demo.image(tag, {
      key,
      from: 'python:3.13-slim',
      steps,
      createdAtMs: ago(days),
      config: { environment: [`DOCS_THEME=${theme}`], command: ['mkdocs', 'serve'] },
    });
  }
}

/** What a Compose project left that is not up any more. */
function addComposeLeftovers({ demo, ago }: DemoTimeline): void {
  for (const [service, days, megabytes] of [
    ['importer', 97, 118.4],
    ['ledger', 96, 64.9],
  ] as const) {
    demo.image(`bookkeeping-${service}:latest`, {
      from: 'node:20-slim',
      steps: [
        workdir('/app'),
        copy('package*.json ./', 288_104, `${service} lock`),
        run('npm ci', mb(megabytes), `${service} modules`),
        copy('. .', mb(1.9), `${service} source`),
        setting('CMD ["npm" "start"]'),
      ],
      createdAtMs: ago(days),
      config: {
        command: ['npm', 'start'],
        labels: {
          'com.docker.compose.project': 'bookkeeping',
          'com.docker.compose.service': service,
          'com.docker.compose.version': '2.38.2',
        },
      },
    });
  }
}
