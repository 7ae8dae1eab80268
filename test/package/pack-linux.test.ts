import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPackage, extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { projectRoot } from '#main/shells/project-root.ts';

// Packs the real build with electron-builder into a folder, over a stand-in for Electron's own files: its binary
// cannot be had on every machine, and nothing of it is run here.
const root = projectRoot();
const work = mkdtempSync(join(tmpdir(), 'ballast-package-'));
const unpacked = join(work, 'dist', 'linux-unpacked');
const asar = join(unpacked, 'resources', 'app.asar');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** The marker before the fuses in Electron's binary. Source: @electron/fuses, `constants.ts`. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

async function makeElectronDist(): Promise<string> {
  const dist = join(work, 'electron');
  mkdirSync(join(dist, 'locales'), { recursive: true });
  mkdirSync(join(dist, 'resources'));
  mkdirSync(join(work, 'default-app'));
  writeFileSync(join(work, 'default-app', 'main.js'), '');
  await createPackage(join(work, 'default-app'), join(dist, 'resources', 'default_app.asar'));
  for (const locale of ['en-US', 'ja', 'de']) writeFileSync(join(dist, 'locales', `${locale}.pak`), '');
  // Version 1, nine fuses, all of them on.
  const fuses = Buffer.concat([Buffer.from(fuseSentinel), Buffer.from([1, 9]), Buffer.from('1'.repeat(9))]);
  writeFileSync(join(dist, 'electron'), Buffer.concat([readFileSync('/bin/true'), fuses]));
  chmodSync(join(dist, 'electron'), 0o755);
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  ) as { version: string };
  writeFileSync(join(dist, 'version'), version);
  return dist;
}

beforeAll(async () => {
  const dist = await makeElectronDist();
  const settings = [`-c.electronDist=${dist}`, `-c.directories.output=${join(work, 'dist')}`];
  execFileSync(process.execPath, [bin('electron-builder'), '--linux', 'dir', '--x64', ...settings], {
    cwd: root,
    stdio: 'pipe',
  });
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('the packed app', () => {
  it('holds the build, its dependencies and nothing else', () => {
    const files = listPackage(asar, { isPack: false });
    for (const needed of [
      '/package.json',
      '/out/main/electron.js',
      '/out/main/ballast.js',
      '/out/preload/preload.cjs',
      '/out/renderer/index.html',
      '/node_modules/dockerode/package.json',
      '/node_modules/ws/package.json',
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]) {
      expect(files).toContain(needed);
    }
    const tops = new Set(files.map((file) => file.split('/')[1]));
    expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json']);
    const strays = files.filter((file) =>
      /\.map$|\/node-(?:linux|win)|\/(?:electron|svelte|vite|playwright)[^/]*\/package\.json$|\/better-sqlite3\/(?:deps|src)\//.test(
        file.replace(/^\/node_modules\/.*\/node_modules/, '/node_modules'),
      ),
    );
    expect(strays).toEqual([]);
  });

  it('has exactly one native module, beside the archive', () => {
    const native = execFileSync('find', [`${asar}.unpacked`, '-name', '*.node'], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(native).toEqual([
      join(`${asar}.unpacked`, 'node_modules/better-sqlite3/prebuilds/linux-x64.node'),
    ]);
  });

  it('keeps the two languages', () => {
    expect(existsSync(join(unpacked, 'locales', 'ja.pak'))).toBe(true);
    expect(existsSync(join(unpacked, 'locales', 'de.pak'))).toBe(false);
  });

  it('has the fuses set as configured', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'ballast'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });

  it('runs from the archive’s own files: the command line answers with the demo engine', () => {
    const extracted = join(work, 'extracted');
    extractAll(asar, extracted);
    const answer = execFileSync(
      process.execPath,
      [join(extracted, 'out', 'main', 'ballast.js'), 'ledger', '--engine', 'demo', '--json'],
      { encoding: 'utf8', env: { ...process.env, BALLAST_DATA_DIR: join(work, 'data') }, stdio: 'pipe' },
    );
    expect(JSON.parse(answer)).toMatchObject({ engine: { endpoint: 'demo:' } });
  });
});
