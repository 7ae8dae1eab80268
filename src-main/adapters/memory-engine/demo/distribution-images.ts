import { run, setting } from '../dockerfile-steps.ts';
import type { StepSpec } from '../image-spec.ts';
import { alsoForArm, aptInstall, mb, publishedBy, type DemoTimeline } from './demo-timeline.ts';

type Distribution = readonly [reference: string, days: number, megabytes: number, builtBy: string];

const distributions: readonly Distribution[] = [
  ['debian:12', 18, 116.57, "# debian.sh --arch 'amd64' out/ 'bookworm'"],
  ['debian:12-slim', 18, 74.81, "# debian.sh --arch 'amd64' out/ 'bookworm' --variant slim"],
  ['debian:10', 640, 114.42, "# debian.sh --arch 'amd64' out/ 'buster'"],
  ['ubuntu:24.04', 33, 78.12, 'ADD file:6089c6bede9eca8ec4bb1b1b1ed6c7f8b1d4a5f0b5d6e7f8 in / '],
  ['ubuntu:22.04', 61, 77.87, 'ADD file:82f38ebced7b2756311fb492d3d44cc131b22654e8620baa in / '],
  ['ubuntu:18.04', 910, 63.14, 'ADD file:365c129e10f7ef1594e8086543df6ff0344894ca7fa46dc3 in / '],
  ['alpine:3.22', 41, 8.31, 'ADD alpine-minirootfs-3.22.2-x86_64.tar.gz / # buildkit'],
  ['alpine:3.20', 210, 7.8, 'ADD alpine-minirootfs-3.20.3-x86_64.tar.gz / # buildkit'],
  ['busybox:1.37', 300, 4.28, 'BusyBox 1.37.0 (glibc), Debian 12'],
];

/** Debian, Ubuntu and Alpine, with the tool chains that half of all Dockerfiles begin from. */
export function addDistributions({ demo, ago }: DemoTimeline): void {
  for (const [reference, days, megabytes, createdBy] of distributions) {
    const root: StepSpec = {
      createdBy,
      layer: { content: reference, bytes: mb(megabytes) },
      comment: reference.startsWith('debian') ? 'debuerreotype 0.16' : '',
      createdAtMs: null,
    };
    demo.image(reference, {
      origin: 'pulled',
      steps: [
        root,
        {
          ...root,
          createdBy: reference.startsWith('alpine') ? 'CMD ["/bin/sh"]' : 'CMD ["bash"]',
          layer: null,
        },
      ],
      otherPlatforms: alsoForArm,
      createdAtMs: ago(days),
      config: {
        command: ['bash'],
        environment: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      },
    });
  }
  demo.tag('alpine:3.22', 'alpine:latest');
}

const sourceControl = run(
  aptInstall('ca-certificates curl gnupg netbase sq wget git mercurial openssh-client'),
  mb(48.46),
);
const compilers = run(
  aptInstall('autoconf automake g++ gcc imagemagick libssl-dev make patch unzip xz-utils'),
  mb(587.2),
);

/** Node.js, Python and Go: the full ones stand on the same compilers, the slim ones on a bare Debian. */
export function addLanguages({ demo, ago }: DemoTimeline): void {
  for (const [version, days] of [
    ['22', 12],
    ['20', 95],
  ] as const) {
    const install = (bytes: number): StepSpec =>
      run(`ARCH= && curl -fsSLO https://nodejs.org/dist/v${version}/node.tar.xz`, bytes);
    const steps = [
      setting(`ENV NODE_VERSION=${version}`),
      install(mb(178.4)),
      run('npm install -g yarn@1.22.22', mb(5.34)),
      setting('CMD ["node"]'),
    ];
    const shared = { origin: 'pulled', otherPlatforms: alsoForArm, createdAtMs: ago(days) } as const;
    const config = {
      environment: [`NODE_VERSION=${version}.11.0`],
      entrypoint: ['docker-entrypoint.sh'],
      command: ['node'],
    };
    demo.image(`node:${version}`, {
      ...shared,
      from: 'debian:12',
      steps: [sourceControl, compilers, ...steps],
      config,
    });
    demo.image(`node:${version}-slim`, { ...shared, from: 'debian:12-slim', steps, config });
  }
  demo.image('node:22-alpine', {
    from: 'alpine:3.22',
    origin: 'pulled',
    steps: [run('addgroup -g 1000 node && apk add --no-cache libstdc++', mb(152.7)), setting('CMD ["node"]')],
    createdAtMs: ago(12),
    config: { environment: ['NODE_VERSION=22.11.0'], command: ['node'] },
  });
  addPythons({ demo, ago });
  demo.image('golang:1.25', {
    from: 'debian:12',
    origin: 'pulled',
    steps: [
      sourceControl,
      run(aptInstall('g++ gcc libc6-dev make pkg-config'), mb(211.3)),
      run('url=https://dl.google.com/go/go1.25.linux-amd64.tar.gz', mb(273.9)),
      setting('WORKDIR /go'),
    ],
    otherPlatforms: alsoForArm,
    createdAtMs: ago(27),
    config: {
      environment: ['GOLANG_VERSION=1.25', 'GOPATH=/go'],
      workingDirectory: '/go',
      command: ['bash'],
    },
  });
}

function addPythons({ demo, ago }: DemoTimeline): void {
  for (const [version, days, base] of [
    ['3.13', 9, 'debian:12'],
    ['3.12', 74, 'debian:12'],
    ['3.8', 480, 'debian:10'],
  ] as const) {
    const build = run(
      `wget -O python.tar.xz https://www.python.org/ftp/python/${version}/Python.tar.xz && ./configure --enable-optimizations && make -j "$(nproc)"`,
      mb(52.6),
    );
    const shared = { origin: 'pulled', otherPlatforms: alsoForArm, createdAtMs: ago(days) } as const;
    const config = { environment: [`PYTHON_VERSION=${version}`, 'LANG=C.UTF-8'], command: ['python3'] };
    const links = run(
      'for src in idle3 pip3 pydoc3 python3 python3-config; do ln -s "$src"; done',
      0,
      `links ${version}`,
    );
    demo.image(`python:${version}`, {
      ...shared,
      from: base,
      steps: [sourceControl, compilers, build, links, setting('CMD ["python3"]')],
      config,
    });
    if (base === 'debian:12') {
      const runtime = run(aptInstall('ca-certificates netbase tzdata'), mb(9.24));
      demo.image(`python:${version}-slim`, {
        ...shared,
        from: 'debian:12-slim',
        steps: [runtime, build, links, setting('CMD ["python3"]')],
        config,
      });
    }
  }
  demo.image('ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim', {
    from: 'python:3.13-slim',
    origin: 'pulled',
    steps: [run('uv --version', mb(46.1)), setting('ENTRYPOINT []')],
    createdAtMs: ago(8),
    config: { labels: publishedBy('astral-sh/uv', '0.9.9') },
  });
}
