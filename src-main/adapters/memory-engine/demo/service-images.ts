import { copy, run, setting } from '../dockerfile-steps.ts';
import { alsoForArm, aptInstall, mb, publishedBy, type DemoTimeline } from './demo-timeline.ts';

/** A service somebody pulled once: what it stands on, when it was made, what it adds, where it listens. */
interface Service {
  readonly reference: string;
  readonly from: string;
  readonly days: number;
  readonly installs: string;
  readonly megabytes: readonly number[];
  readonly port?: string;
  readonly environment?: readonly string[];
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly source?: string;
}

const services: readonly Service[] = [
  {
    reference: 'postgres:17',
    from: 'debian:12-slim',
    days: 16,
    installs: 'postgresql-17 gosu locales',
    megabytes: [9.9, 4.4, 25.6, 313.8],
    port: '5432/tcp',
    environment: ['PG_MAJOR=17', 'PGDATA=/var/lib/postgresql/data'],
    command: ['postgres'],
    volumes: ['/var/lib/postgresql/data'],
  },
  {
    reference: 'postgres:16',
    from: 'debian:12-slim',
    days: 46,
    installs: 'postgresql-16 gosu locales',
    megabytes: [9.9, 4.4, 25.6, 309.1],
    port: '5432/tcp',
    environment: ['PG_MAJOR=16', 'PGDATA=/var/lib/postgresql/data'],
    command: ['postgres'],
    volumes: ['/var/lib/postgresql/data'],
  },
  {
    reference: 'postgres:13-alpine',
    from: 'alpine:3.20',
    days: 350,
    installs: 'postgresql13 llvm15',
    megabytes: [2.2, 231.9],
    port: '5432/tcp',
    environment: ['PG_MAJOR=13'],
    command: ['postgres'],
  },
  {
    reference: 'redis:7-alpine',
    from: 'alpine:3.20',
    days: 120,
    installs: 'redis tzdata',
    megabytes: [1.1, 32.4],
    port: '6379/tcp',
    command: ['redis-server'],
    volumes: ['/data'],
  },
  {
    reference: 'redis:8',
    from: 'debian:12-slim',
    days: 29,
    installs: 'redis-server gosu',
    megabytes: [3.9, 58.8],
    port: '6379/tcp',
    command: ['redis-server'],
    volumes: ['/data'],
  },
  {
    reference: 'nginx:1.29',
    from: 'debian:12-slim',
    days: 22,
    installs: 'nginx nginx-module-njs',
    megabytes: [117.6],
    port: '80/tcp',
    command: ['nginx', '-g', 'daemon off;'],
  },
  {
    reference: 'nginx:1.29-alpine',
    from: 'alpine:3.22',
    days: 22,
    installs: 'nginx',
    megabytes: [5.6, 38.6],
    port: '80/tcp',
    command: ['nginx', '-g', 'daemon off;'],
  },
  {
    reference: 'rabbitmq:4-management',
    from: 'ubuntu:24.04',
    days: 52,
    installs: 'erlang openssl rabbitmq-server',
    megabytes: [58.2, 104.3, 31.6],
    port: '15672/tcp',
    command: ['rabbitmq-server'],
  },
  {
    reference: 'mysql:8.4',
    from: 'debian:12-slim',
    days: 88,
    installs: 'mysql-community-server mysql-shell',
    megabytes: [16.1, 148.3, 367.7],
    port: '3306/tcp',
    command: ['mysqld'],
    volumes: ['/var/lib/mysql'],
  },
  {
    reference: 'mysql:5.7',
    from: 'debian:10',
    days: 700,
    installs: 'mysql-community-server',
    megabytes: [12.3, 341.8],
    port: '3306/tcp',
    command: ['mysqld'],
    volumes: ['/var/lib/mysql'],
  },
  {
    reference: 'mongo:7',
    from: 'ubuntu:22.04',
    days: 140,
    installs: 'mongodb-org mongodb-mongosh',
    megabytes: [9.6, 720.4],
    port: '27017/tcp',
    command: ['mongod'],
    volumes: ['/data/db'],
  },
  {
    reference: 'elasticsearch:8.16.1',
    from: 'ubuntu:22.04',
    days: 260,
    installs: 'elasticsearch jdk',
    megabytes: [45.2, 1163.5],
    port: '9200/tcp',
    command: ['eswrapper'],
  },
  {
    reference: 'grafana/grafana:12.2.0',
    from: 'alpine:3.22',
    days: 58,
    installs: 'grafana tzdata',
    megabytes: [9.8, 611.2],
    port: '3000/tcp',
    source: 'grafana/grafana',
  },
  {
    reference: 'prom/prometheus:v3.6.0',
    from: 'busybox:1.37',
    days: 64,
    installs: 'prometheus promtool',
    megabytes: [146.7, 139.9],
    port: '9090/tcp',
    source: 'prometheus/prometheus',
  },
  {
    reference: 'traefik:v3.5',
    from: 'alpine:3.22',
    days: 40,
    installs: 'traefik ca-certificates',
    megabytes: [1.2, 214.8],
    port: '80/tcp',
    source: 'traefik/traefik',
  },
  {
    reference: 'minio/minio:RELEASE.2025-09-07T16-13-09Z',
    from: 'debian:12-slim',
    days: 77,
    installs: 'minio mc',
    megabytes: [28.4, 91.1],
    port: '9000/tcp',
    source: 'minio/minio',
  },
  {
    reference: 'localstack/localstack:4.9',
    from: 'python:3.13-slim',
    days: 35,
    installs: 'localstack nodejs',
    megabytes: [203.4, 178.3, 602.9],
    port: '4566/tcp',
    source: 'localstack/localstack',
  },
  {
    reference: 'quay.io/keycloak/keycloak:26.4',
    from: 'ubuntu:22.04',
    days: 49,
    installs: 'java-21-openjdk keycloak',
    megabytes: [212.5, 153.3],
    port: '8080/tcp',
    source: 'keycloak/keycloak',
  },
  {
    reference: 'mcr.microsoft.com/playwright:v1.56.0-noble',
    from: 'ubuntu:24.04',
    days: 37,
    installs: 'chromium firefox webkit',
    megabytes: [214.3, 1986.1],
    source: 'microsoft/playwright',
  },
  {
    reference: 'mcr.microsoft.com/devcontainers/typescript-node:22',
    from: 'node:22',
    days: 19,
    installs: 'zsh git-lfs eslint',
    megabytes: [311.4, 92.2, 148.6],
    source: 'devcontainers/images',
  },
  {
    reference: 'jupyter/datascience-notebook:latest',
    from: 'ubuntu:22.04',
    days: 410,
    installs: 'mamba julia r-base jupyterlab',
    megabytes: [221.4, 392.6, 940.2, 966.3],
    port: '8888/tcp',
  },
  {
    reference: 'sonarqube:9.9-community',
    from: 'ubuntu:22.04',
    days: 520,
    installs: 'openjdk-17 sonarqube',
    megabytes: [188.4, 412.9],
    port: '9000/tcp',
  },
];

/** Databases, proxies and tools: some in use, some from long ago. */
export function addServices({ demo, ago }: DemoTimeline): void {
  for (const service of services) addService({ demo, ago }, service);
  demo.tag('nginx:1.29-alpine', 'nginx:alpine');
  demo.image('hello-world:latest', {
    origin: 'pulled',
    steps: [copy('hello /', 10_072), setting('CMD ["/hello"]')],
    createdAtMs: ago(105),
    config: { command: ['/hello'] },
  });
  demo.image('registry:3', {
    origin: 'pulled',
    from: 'alpine:3.22',
    steps: [copy('registry /bin/registry', mb(48.9)), setting('EXPOSE map[5000/tcp:{}]')],
    createdAtMs: ago(180),
    config: { exposedPorts: ['5000/tcp'] },
  });
}

function addService({ demo, ago }: DemoTimeline, service: Service): void {
  const { reference, from, installs, megabytes, port, source } = service;
  const packages = installs.split(' ');
  const isAlpine = from.startsWith('alpine');
  const steps = megabytes.map((size, index) => {
    const what = packages[index] ?? packages.join(' ');
    // The same first layers in several versions are the same layers.
    const content = index < megabytes.length - 1 ? `${from} ${what} ${size}` : `${reference} ${what}`;
    return run(isAlpine ? `apk add --no-cache ${what}` : aptInstall(what), mb(size), content);
  });
  demo.image(reference, {
    from,
    origin: 'pulled',
    steps: [
      ...(service.environment ?? []).map((entry) => setting(`ENV ${entry}`)),
      ...steps,
      copy('docker-entrypoint.sh /usr/local/bin/', 4_821, `entrypoint ${reference.split(':')[0]}`),
      ...(port === undefined ? [] : [setting(`EXPOSE map[${port}:{}]`)]),
      setting(`CMD ${JSON.stringify(service.command ?? [packages[0]])}`),
    ],
    otherPlatforms: alsoForArm,
    createdAtMs: ago(service.days),
    config: {
      environment: service.environment ?? [],
      entrypoint: ['docker-entrypoint.sh'],
      command: service.command ?? [],
      exposedPorts: port === undefined ? [] : [port],
      volumes: service.volumes ?? [],
      labels: source === undefined ? {} : publishedBy(source, reference.split(':').at(-1) ?? ''),
    },
  });
}
