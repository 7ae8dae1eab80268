import { count } from '../count.ts';

/** Words of the engine switcher and of the screen without an engine. */
export const enginesEn = {
  engine: 'Engine',
  switchEngine: 'Switch engine',
  none: 'No engine',
  searching: 'Looking for an engine…',
  searchingText: 'Asking DOCKER_HOST, the current Docker context and the usual sockets.',
  noneTitle: 'No container engine answered',
  noneText: 'Ballast looked in the places below. Start an engine, or tell Ballast where yours is.',
  tried: 'Where Ballast looked',
  place: 'Place',
  result: 'What came of it',
  answered: 'An engine answered',
  notTried: 'Not asked',
  nothingFound: 'There was no place to look: DOCKER_HOST is not set and no usual socket exists.',
  tryAgain: 'Look again',
  addTitle: 'Add an engine',
  addLabel: 'Address of the engine',
  addPlaceholder: 'unix:///var/run/docker.sock or tcp://host:2375',
  addHint: 'A socket (unix://), a named pipe (npipe://) or an address (tcp://).',
  add: 'Add',
  adding: 'Trying…',
  openDemo: 'Open the demo engine',
  demoText: 'Made-up images to look around with. Nothing on this machine is touched.',
  demo: 'Demo',
  demoBanner: 'Demo engine: these images are made up. Nothing on this machine is touched.',
  demoLeave: 'Look for a real engine',
  whatToDo: 'What to do',
  advice: [
    'Start Docker Desktop, Colima, Rancher Desktop, OrbStack or Podman, or the docker service.',
    'If the engine runs elsewhere, add its address here or set DOCKER_HOST.',
    'If the socket is refused, your user may not use it yet: see the row above.',
  ] as readonly string[],
  source: {
    argument: 'Command line',
    DOCKER_HOST: 'DOCKER_HOST',
    'docker-context': 'Docker context',
    'usual-socket': 'Usual socket',
    settings: 'Added by hand',
    demo: 'Built in',
  },
  loading: {
    connecting: 'Connecting to the engine',
    listing: 'Listing images',
    inspecting: 'Reading layers',
    measuring: 'Measuring layers',
  },
  progress: (done: number, total: number | null) =>
    total === null
      ? count(done, 'image', 'images')
      : `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  failedTitle: 'The engine does not answer',
  staleSince: (when: string) => `What you see is from ${when}.`,
  store: { classic: 'classic store', containerd: 'containerd store' },
};
