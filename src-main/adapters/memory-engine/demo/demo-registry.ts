import { run, setting } from '../dockerfile-steps.ts';
import { aptInstall, mb, type DemoTimeline } from './demo-timeline.ts';

/** An image that was pulled under a tag before the one that has it now. Comes before the services. */
export function addMovedTags({ demo, ago }: DemoTimeline): void {
  demo.image('postgres:17', {
    key: 'postgres 17 before its update',
    from: 'debian:12-slim',
    origin: 'pulled',
    steps: [
      setting('ENV PG_MAJOR=17'),
      run(aptInstall('postgresql-17 gosu locales'), mb(341.5), 'postgres 17 before its update'),
      setting('CMD ["postgres"]'),
    ],
    createdAtMs: ago(69),
    config: { environment: ['PG_MAJOR=17'], command: ['postgres'], exposedPorts: ['5432/tcp'] },
  });
}

/** What registries would say today: most have what was pulled, some have moved on, one has lost it, one wants a sign-in. */
export function addRegistries({ demo, ago }: DemoTimeline): void {
  for (const [reference, from, installs, megabytes] of [
    ['node:22', 'debian:12', 'nodejs', 812.9],
    ['nginx:1.29', 'debian:12-slim', 'nginx', 118.2],
    ['redis:8', 'debian:12-slim', 'redis-server', 62.4],
  ] as const) {
    demo.served(reference, {
      from,
      steps: [run(aptInstall(installs), mb(megabytes), `${reference} of today`)],
      createdAtMs: ago(1),
    });
  }
  demo
    .served('alpine:latest', 'alpine:3.22')
    .served('nginx:alpine', 'nginx:1.29-alpine')
    .withdrawn('sonarqube:9.9-community')
    .registryState('registry.acme.example:5000', 'refuses');
}
