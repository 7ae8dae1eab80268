import { count, enNumber as number } from '../count.ts';
import { cleanupReasonsEn } from './cleanup-reasons.ts';

/** Words of the clean-up screen. */
export const cleanupEn = {
  ...cleanupReasonsEn,

  title: 'Clean-up',
  intro: 'Each suggestion opens a plan. Nothing is removed before you have seen it.',
  loading: 'Looking for what can go',
  failedTitle: 'The plan could not be made',
  tryAgain: 'Try again',

  emptyTitle: 'Nothing to clean up',
  emptyText: (images: string, bytes: string) =>
    `Every one of your ${images} is in use. All ${bytes} are there for a reason.`,
  emptyNoImages: 'This engine has no images. There is nothing to clean up.',
  lookAtLayers: 'See where the bytes are',

  tabsLabel: 'Parts of Clean-up',
  tabs: {
    suggestions: 'Suggestions',
    policies: 'Policies',
    bin: 'Recycle bin',
    'build-cache': 'Build cache',
    automatic: 'Automatic',
  },
  loadingPart: 'Fetching this part of the window',
  partLost: 'This part of the window could not be fetched',
  partLostText: 'Ballast was closed or replaced by another version meanwhile.',
  partLostNext: 'Load the window again.',
  reload: 'Load again',

  binTitle: 'Empty the recycle bin',
  freeBytesTitle: (bytes: string) => `Free ${bytes}`,
  pinsToo: (n: number) => `Besides, ${count(n, 'pin of its own keeps', 'pins of its own keep')} images.`,
  savedAny: (rules: string) => `One of these is enough: ${rules}.`,
  savedAll: (rules: string) => `All of these together: ${rules}.`,
  savedOne: (rule: string) => `By your policy: ${rule}.`,
  saved: 'Your policy',
  alsoLose: (n: number) => `${count(n, 'more image', 'more images')} would only lose a tag or a platform`,
  onlyLose: (n: number) => `${count(n, 'image loses', 'images lose')} a tag or a platform`,
  nothingFor: (titles: string) => `Nothing to do for: ${titles}.`,

  pickedTitle: 'Picked images',
  pickedTagsTitle: 'Picked tags',
  pickTitle: 'Pick by hand',
  pickText: 'Select any images in the list and see what exactly they free together.',
  pickAction: 'Go to Images',
  reviewPlan: 'Review the plan',
  imageCount: (n: number) => count(n, 'image', 'images'),
  frees: 'frees',
  exactly: 'Frees exactly',
  atLeast: 'Frees at least',
  mixRePullable: (n: number) => `${number(n)} can be pulled again`,
  mixLocalOnly: (n: number) => (n === 1 ? '1 exists only here' : `${number(n)} exist only here`),
  mixRebuildable: (n: number) => `${number(n)} can be built again`,
  mixUnknown: (n: number) => `${number(n)} not known if pullable`,

  freeMe: 'Free me',
  freeText: 'Ballast picks what you would miss least: long unused, easy to get back, old.',
  freeHint: 'Move the slider or type an amount, and see what would go.',
  freeAmount: 'How much to free',
  freeUnit: 'Unit',
  freeSlider: 'How much to free, as a slider',
  freeMost: (bytes: string) => `Up to ${bytes} can come free`,
  freeNone: 'Nothing can come free: what is here is in use or pinned.',
  freeProblem: 'A number such as 5 or 2.5',
  freeOver: (bytes: string) => `${bytes} more than asked: images go as a whole`,
  freeJust: 'Just what was asked',
  freeNotEnough: (bytes: string) => `${bytes} less than asked: nothing else may go`,
  freeFirst: 'What would go',

  back: 'All suggestions',
  planNothingText: 'Tick an image to add it to the plan again, or go back.',
  planKeptAll: 'Nothing can go. The reasons are below.',
  replanning: 'Planning again',
  shareNote: 'Images share layers: a row says what it adds to the rows that go before it.',
  goes: 'Goes',
  stays: 'Stays',
  columnImage: 'Image',
  columnWhy: 'Remarks',
  columnBack: 'Getting it back',
  columnBar: 'Bytes as a bar',
  columnFrees: 'Frees',
  columnSize: 'Size',
  columnUsed: 'Last used',
  neverSeen: 'not seen',
  sumOf: (ticked: number, all: number) =>
    ticked === all ? count(all, 'image', 'images') : `${number(ticked)} of ${count(all, 'image', 'images')}`,
  openGroup: (group: string) => `Show ${group}`,
  closeGroup: (group: string) => `Hide ${group}`,
  tickGroup: (group: string) => `Tick all of: ${group}`,
  parks: 'goes to the bin',
  unticked: 'Stays: you left it out',
  loses: (tags: string) => `loses ${tags}`,
  untagged: 'no tag',
  formerly: (reference: string) => `was ${reference}`,

  containerLine: (name: string, state: string) => `${name} (${state})`,
  composeProject: (project: string) => `Compose project ${project}`,
  andMore: (n: number) => `and ${number(n)} more`,
  containerState: {
    created: 'created, never started',
    running: 'running',
    paused: 'paused',
    restarting: 'restarting',
    removing: 'being removed',
    exited: 'stopped',
    dead: 'dead',
    stopping: 'stopping',
    unknown: 'state unknown',
  },

  howTitle: 'How it is done',
  park: 'Move to the recycle bin instead of removing',
  parkHelp:
    'Images with a tag are kept under a hidden name and come back with all their tags. That frees nothing until the bin is emptied.',
  parkNow: 'Frees for now',
  parkLater: (bytes: string) => `Emptying the bin later frees ${bytes} more`,
  saveFirst: (n: number) =>
    n === 1
      ? 'Save 1 image to a file first: it exists only here, or may'
      : `Save ${number(n)} images to files first: they exist only here, or may`,
  saveFirstHelp: 'Each file is checked. An image that could not be saved stays.',

  blockedTitle: (n: number) =>
    n === 1
      ? '1 image stays because of its containers'
      : `${number(n)} images stay because of their containers`,
  blockedOffer: (n: number) => `Also remove ${count(n, 'stopped container', 'stopped containers')}`,
  blockedOfferHelp:
    'A second plan, to read before it runs. What such a container wrote inside itself goes too.',
  blockedRunning:
    'Running containers are never touched: stop and remove them first if their images shall go.',
  containersFirst: (n: number) =>
    n === 1 ? '1 stopped container goes first' : `${number(n)} stopped containers go first`,
  containersLeave: 'Leave the containers',

  commands: 'The same with docker',
  commandsLabel: 'Commands that do the same',
  commandsShown: (shown: number, all: number) =>
    `The first ${number(shown)} of ${number(all)}. Copy takes them all.`,
  copyCommands: 'Copy the commands',

  remove: (n: number) => `Remove ${count(n, 'image', 'images')}`,
  removeTags: (n: number) => `Drop ${count(n, 'tag', 'tags')}`,
  confirmTitle: (n: number, frees: string) => `Remove ${count(n, 'image', 'images')} and free ${frees}?`,
  confirmTagsTitle: (n: number) => `Drop ${count(n, 'tag', 'tags')}? No image goes.`,
  confirmLocalOnly: (n: number) =>
    n === 1
      ? '1 of them exists only on this machine and cannot be pulled again.'
      : `${number(n)} of them exist only on this machine and cannot be pulled again.`,
  confirmAllLocal: 'They exist only on this machine: once removed they can only be built again.',
  confirmAllBack: 'All of them can be pulled again.',
  confirmUnknownBack: (n: number) =>
    `For ${number(n)} of them this engine cannot tell whether they can be pulled again.`,
  confirmParkTitle: (n: number) =>
    `Move ${count(n, 'image', 'images')} to the recycle bin? That frees nothing yet.`,
  confirmBinTitle: (n: number, frees: string) =>
    `Empty the bin of ${count(n, 'image', 'images')} and free ${frees}?`,
  confirmPlatformsTitle: (n: number, frees: string) =>
    `Remove platforms of ${count(n, 'image', 'images')} and free ${frees}?`,
  confirmAlsoParked: (n: number) =>
    n === 1 ? '1 more image goes to the recycle bin.' : `${number(n)} more images go to the recycle bin.`,
  confirmContainers: (n: number) =>
    n === 1
      ? 'This stopped container is removed first:'
      : `These ${number(n)} stopped containers are removed first:`,
  confirmSaved: (n: number) =>
    n === 1 ? '1 of them is saved to a file first.' : `${number(n)} of them are saved to files first.`,
  confirmRebuild: (n: number) =>
    n === 1 ? '1 of them can only be built again.' : `${number(n)} of them can only be built again.`,
  confirmRecheck: 'Right before it starts, Ballast looks again and stops if anything has changed.',
  confirm: 'Remove',
  confirmTags: 'Drop tags',
  confirmPark: 'Move to the bin',
  parkImages: (n: number) => `Move ${count(n, 'image', 'images')} to the bin`,
  removePlatforms: (n: number) => `Remove platforms of ${count(n, 'image', 'images')}`,

  runTitle: 'Cleaning up',
  runTitleBin: 'Emptying the bin',
  runTitleUndo: 'Getting it back',
  runTitleCache: 'Clearing the build cache',
  moved: (bytes: string) => `${bytes} so far`,
  recent: 'Just now',
  undoCancelHint: 'What is back stays back.',
  cancel: 'Stop',
  cancelling: 'Stopping',
  cancelHint: 'What is removed stays removed; the rest stays.',
  stepWaiting: 'Waiting for its turn',
  stepChecking: 'Looking again before anything goes',
  stepSaving: 'Saving to files',
  stepContainers: 'Removing stopped containers',
  stepRemoving: 'Removing',
  stepPulling: 'Pulling',
  stepLoading: 'Loading from files',
  stepRestoring: 'Giving tags back',
  stepMeasuring: 'Measuring what was freed',
  stepDone: 'Done',
  progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,

  doneTitle: (bytes: string) => `${bytes} freed`,
  doneTitleUnmeasured: 'Cleaned up',
  doneNothing: 'Nothing was removed',
  undoneTitle: (n: number) => `${count(n, 'image is', 'images are')} back`,
  undoneNothing: 'Nothing could be got back',
  undonePartialTitle: 'Not everything could be got back',
  parkedTitle: (n: number) => `${count(n, 'image', 'images')} moved to the bin`,
  parkedText: 'They free nothing until the bin is emptied, and come back with all their tags until then.',
  cancelledTitle: 'Stopped',
  partialTitle: 'Some images are still there',
  failedRunTitle: 'The clean-up did not run',
  promised: 'Promised',
  promisedAtLeast: 'Promised at least',
  measured: 'Measured on the disk',
  notMeasured: 'not measured',
  resultEqual: (bytes: string) => `Exactly as promised: ${bytes}.`,
  resultMore: 'At least what was promised.',
  resultLess: 'Less than promised. Something else may have begun to use these layers.',
  resultSkippedRest: 'Less than promised, because not everything went.',
  outcomeRemoved: 'Removed',
  outcomeUntagged: 'Tag dropped',
  outcomeParked: 'In the bin',
  outcomeRestored: 'Back',
  outcomeBlocked: 'Blocked',
  outcomeGone: 'Was already gone',
  outcomeFailed: 'Failed',
  outcomeSkipped: 'Not tried',
  notDone: (n: number) => `Not done (${number(n)})`,
  notTried: (n: number) => `Not tried (${number(n)})`,
  doneItems: (n: number) => `Done (${number(n)})`,
  columnPromised: 'Promised',
  columnMeasured: 'Measured',
  columnDifference: 'Difference',
  perItem: 'Promised and measured, one by one',
  sameAsPromised: 'as promised',
  undo: 'Undo',
  undoHelp: (n: number) =>
    n === 1
      ? '1 image can be got back: by its tags, from the bin, from its file or from a registry.'
      : `${number(n)} images can be got back: by their tags, from the bin, from files or from a registry.`,
  undoNone: 'Nothing of it can be got back: it existed only here and was not saved.',
  goOn: 'Go on with the rest',
  goOnHelp: 'Only what was not done yet, checked anew.',
  unfinishedTitle: (n: number) =>
    n === 1 ? 'A clean-up broke off with 1 item left' : `A clean-up broke off with ${number(n)} items left`,
  unfinishedLeave: 'Leave it',
  toBin: 'Open the recycle bin',
  toSuggestions: 'Back to suggestions',
  toActivity: 'See it in Activity',
};
