import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { projectRoot } from '#main/shells/project-root.ts';

interface ConfigValidator {
  readonly validateConfiguration: (config: unknown, debug: unknown) => Promise<void>;
}
interface BuilderConfig {
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly icon: string };
  readonly mac: { readonly icon: string; readonly entitlements: string };
  readonly win: { readonly icon: string };
}

const root = projectRoot();
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const { load } = ofBuilder('js-yaml') as { load: (text: string) => unknown };
const { DebugLogger } = ofBuilder('builder-util') as { DebugLogger: new (isEnabled: boolean) => unknown };
const { validateConfiguration } = ofBuilder('./out/util/config/config.js') as ConfigValidator;
const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');

describe('electron-builder.yml', () => {
  const validate = (yaml: string): Promise<void> => validateConfiguration(load(yaml), new DebugLogger(false));

  it('fits the schema of electron-builder', async () => {
    await expect(validate(text)).resolves.toBeUndefined();
  });

  it.each([
    ['an unknown key', text.replace('asar: true', 'asaar: true')],
    ['an unknown fuse', text.replace('runAsNode:', 'runAsNodee:')],
    ['a wrong value', text.replace('asar: true', 'asar: maybe')],
  ])('would be refused with %s', async (_, broken) => {
    expect(broken).not.toBe(text);
    await expect(validate(broken)).rejects.toThrow(/Invalid configuration/i);
  });

  it('names files that are there', () => {
    const { linux, mac, win } = load(text) as BuilderConfig;
    for (const icon of [linux.icon, mac.icon, win.icon])
      expect(existsSync(join(root, 'resources', icon))).toBe(true);
    expect(existsSync(join(root, mac.entitlements))).toBe(true);
  });

  it('closes every way around the sandbox', () => {
    const { electronFuses } = load(text) as BuilderConfig;
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});
