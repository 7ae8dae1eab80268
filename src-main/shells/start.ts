import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { hasScreen } from './has-screen.ts';
import { build, isBuilt } from './launch/build-state.ts';
import type { LaunchChoice } from './launch/choose-shell.ts';
import { chooseShell } from './launch/choose-shell.ts';
import { electronBinary, fetchElectron, fetchFailedAtMs } from './launch/electron-binary.ts';
import type { LaunchArguments } from './launch/launch-arguments.ts';
import { launchHelp, parseLaunchArguments } from './launch/launch-arguments.ts';
import { runProgram } from './launch/run-program.ts';
import { projectRoot } from './project-root.ts';

// `npm start`: builds what is not built, then opens Electron where it can be had, the browser shell otherwise.
const root = projectRoot();
const patienceMs = 45_000;

try {
  await start(parseLaunchArguments(process.argv.slice(2)));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function start(launch: LaunchArguments): Promise<void> {
  if (launch.help) {
    process.stdout.write(launchHelp);
    return;
  }
  if (!isBuilt(root)) {
    say('building …');
    build(root);
  }
  const choice = await choose(launch);
  if (choice.kind === 'electron') {
    process.exitCode = await runProgram(choice.binary, [root, ...launch.electron]);
    return;
  }
  if (choice.why !== null) say(`using the browser: ${choice.why}.`);
  const ballast = join(root, 'out', 'main', 'ballast.js');
  process.argv.splice(1, process.argv.length - 1, ballast, 'serve', ...launch.serve);
  await import(pathToFileURL(ballast).href);
}

/** Decides, fetching Electron first where that is worth a try. */
async function choose(launch: LaunchArguments): Promise<Exclude<LaunchChoice, { kind: 'fetch' }>> {
  const nowMs = Date.now();
  const choice = chooseShell({
    asked: launch.shell,
    namesAddress: launch.namesAddress,
    isRoot: process.platform === 'linux' && process.getuid?.() === 0,
    hasScreen: hasScreen(process.platform, process.env),
    binary: electronBinary(root, process.env),
    fetchFailedAtMs: fetchFailedAtMs(root),
    nowMs,
  });
  if (choice.kind !== 'fetch') return choice;
  say(`fetching Electron, once, for up to ${patienceMs / 1000} s …`);
  const outcome = await fetchElectron(root, { patienceMs, nowMs });
  const binary = outcome === 'fetched' ? electronBinary(root, process.env) : null;
  if (binary !== null) return { kind: 'electron', binary };
  const why = outcome === 'slow' ? 'Electron takes long to fetch' : 'Electron could not be fetched';
  return { kind: 'browser', why };
}

/** stdout belongs to the one line with the link. */
function say(text: string): void {
  process.stderr.write(`ballast: ${text}\n`);
}
