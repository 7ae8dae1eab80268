import { count, enNumber as number } from '../count.ts';

/** Words of the layers screen. */
export const layersEn = {
  title: 'Layers',
  summary: (layers: number, bytes: string) =>
    `${count(layers, 'layer', 'layers')} · ${bytes}, each counted once`,
  loading: 'Reading the layers',
  emptyTitle: 'No layers yet',
  emptyText:
    'As soon as this engine has an image, its layers show here: who shares them, and what they cost.',
  failedTitle: 'The layers could not be read',
  stale: 'Shown as last read. The engine does not answer right now.',
  tryAgain: 'Try again',

  chart: 'Layers on the disk',
  chartHelp:
    'Arrow keys walk up, down and across. Enter zooms in, Escape zooms out. The table has the same layers as text.',
  legendSolid: 'bytes of the layer itself',
  legendLight: 'built on top of it',
  unknownLayers: (n: number) =>
    `${count(n, 'layer', 'layers')} of unknown size ${n === 1 ? 'has' : 'have'} no width here; see the table.`,
  wholeDisk: 'All layers',
  zoomedTo: 'Zoomed to',
  zoomHint: 'Click a block to zoom in, click it again to come back.',
  imageCount: (n: number) => count(n, 'image', 'images'),
  layerCount: (n: number) => count(n, 'layer', 'layers'),
  describe: (of: { name: string; own: string; span: string; images: string }) =>
    `${of.name}: ${of.own} of its own, ${of.span} with everything on top, held by ${of.images}.`,
  describeDisk: (bytes: string, layers: string) => `All layers: ${bytes} in ${layers}.`,
  noImage: 'no image',

  details: 'Layer',
  bases: 'Bases',
  basesHelp: 'What the images stand on, and how much there is on each.',
  ownBytes: 'Own bytes',
  withAbove: 'With all on top',
  heldBy: 'Held by',
  runOf: (n: number) => `${count(n, 'layer', 'layers')} that always come together`,
  unknownOwn: (n: number) => `${number(n)} of unknown size`,
  storedTwice: (n: number, bytes: string) =>
    `The same content is stored ${number(n)} times, on different layers below. Each copy costs ${bytes}.`,
  moreImages: (n: number) => `and ${count(n, 'more', 'more')}`,
  fewerImages: 'Show fewer',
  baseOf: (label: string) => `Base ${label}`,
  noInstruction: 'Instruction not recorded',

  table: 'Layers',
  show: 'Show',
  filterAll: 'All',
  filterShared: 'Shared',
  filterStoredTwice: 'Stored twice',
  columnLayer: 'Layer',
  columnId: 'Chain ID',
  columnBar: 'Bytes as a bar',
  columnBytes: 'Bytes',
  columnHeldBy: 'Held by',
  columnStored: 'Stored',
  storedTimes: (n: number) => `${number(n)}×`,
  noneShared: 'No layer is shared: every image stands on its own.',
  noneStoredTwice: 'Nothing is stored twice. Good.',
  savedByShared: (bytes: string) => `Sharing saves ${bytes} on this disk.`,
  costOfStoredTwice: (bytes: string) => `Storing the same content again costs ${bytes}.`,

  check: 'Check against the engine',
  checking: 'Asking the engine',
  checkAgrees: (bytes: string) => `The engine counts ${bytes} too. Both agree to the byte.`,
  checkDiffers: 'The engine counts differently.',
  checkUnknown: 'This engine counts other things here, so the two sums cannot be compared.',
  checkBallast: 'Ballast',
  checkEngine: 'Engine',
  checkBuildCache: 'Build cache',
  checkBuildCacheShared: (bytes: string) => `(${bytes} shared with images)`,
  checkFailed: 'The engine could not be asked',
  dismiss: 'Dismiss',
};
