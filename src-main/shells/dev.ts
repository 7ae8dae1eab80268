import { join } from 'node:path';

import { hasScreen } from './has-screen.ts';
import { chooseShell } from './launch/choose-shell.ts';
import { electronBinary } from './launch/electron-binary.ts';
import { launchHelp, parseLaunchArguments } from './launch/launch-arguments.ts';
import { runProgram } from './launch/run-program.ts';
import { projectRoot } from './project-root.ts';

// `npm run dev`: Vite's development server with hot reload behind the same shells. Nothing is fetched here.
const root = projectRoot();
const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');

try {
  const launch = parseLaunchArguments(process.argv.slice(2));
  if (launch.help) process.stdout.write(launchHelp.replace('npm start', 'npm run dev'));
  else process.exitCode = await run(launch);
} catch (error) {
  process.stderr.write(`ballast: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function run(launch: ReturnType<typeof parseLaunchArguments>): Promise<number> {
  const choice = chooseShell({
    asked: launch.shell,
    namesAddress: launch.namesAddress,
    isRoot: process.platform === 'linux' && process.getuid?.() === 0,
    hasScreen: hasScreen(process.platform, process.env),
    binary: electronBinary(root, process.env),
    fetchFailedAtMs: Date.now(),
    nowMs: Date.now(),
  });
  if (choice.kind === 'electron') {
    return runProgram(process.execPath, [vite, '--watch', '--', ...launch.electron]);
  }
  // electron-vite starts "Electron" with our entry; Node.js in its place runs the browser shell behind Vite.
  // Without --watch: a restart of the server would ask for a new link each time.
  return runProgram(
    process.execPath,
    [vite, '--entry', 'out/main/ballast.js', '--', 'serve', ...launch.serve],
    { ...process.env, ELECTRON_EXEC_PATH: process.execPath },
  );
}
