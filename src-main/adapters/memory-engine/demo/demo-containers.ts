import { buildKey } from './acme-images.ts';
import type { DemoTimeline } from './demo-timeline.ts';

/** A compose project that runs, and a few containers nobody has looked at for months. */
export function addContainers({ demo }: DemoTimeline): void {
  const composeProject = 'shop';
  demo
    .container('shop-api-1', { image: 'acme/api:dev', composeProject })
    .container('shop-web-1', { image: 'acme/web:dev', composeProject })
    .container('shop-worker-1', { image: 'acme/worker:dev', composeProject })
    .container('shop-admin-1', { image: 'shop-admin:latest', composeProject })
    .container('shop-db-1', { image: 'postgres:17', composeProject })
    .container('shop-cache-1', { image: 'redis:7-alpine', composeProject })
    .container('shop-mail-1', { image: 'rabbitmq:4-management', state: 'exited', composeProject })
    .container('api-before-upgrade', { image: buildKey('acme/api', 7), state: 'exited' })
    .container('metrics', { image: 'prom/prometheus:v3.6.0' })
    .container('dashboards', { image: 'grafana/grafana:12.2.0', state: 'paused' })
    .container('billing-2022', { image: 'mysql:5.7', state: 'exited' })
    .container('jovial_hopper', { image: 'python:3.12', state: 'exited' })
    .container('wonderful_wu', { image: 'hello-world:latest', state: 'exited' })
    .container('restore-drill', { image: 'postgres:16', state: 'created' })
    .container('billing-1', { image: 'ghcr.io/acme-corp/billing:1.9.2' })
    .container('billing-hotfix', { image: 'ghcr.io/acme-corp/billing:1.8.1', state: 'exited' });
}
