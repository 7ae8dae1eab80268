/** Words of the settings screen. */
export const settingsEn = {
  title: 'Settings',
  loading: 'Reading the settings',
  failedTitle: 'The settings could not be read',
  saveFailed: 'The change could not be saved',
  tryAgain: 'Try again',

  appearance: 'Appearance',
  theme: 'Theme',
  themeSystem: 'System',
  themeLight: 'Light',
  themeDark: 'Dark',
  language: 'Language',
  languageSystem: 'System',
  showIntermediates: 'List intermediate images',
  showIntermediatesHelp: 'Build steps that the legacy builder leaves behind. They are always counted.',

  engines: 'Engines',
  enginesHelp: 'Where Ballast looked, and what answered.',
  engineInUse: 'In use',
  engineUse: 'Use',
  engineUseLabel: (label: string) => `Use ${label}`,
  knockAgain: 'Look again',

  skippedTitle: 'Not understood',
  skippedText:
    'These records of the engine could not be read. They are left out of the list, so sums may be too small.',

  about: 'About',
  version: 'Version',
  shell: 'Runs as',
  shellElectron: 'Desktop app',
  shellBrowser: 'Page in a browser, served from this machine',
  dataFolder: 'Data folder',
  copyDataFolder: 'Copy the path',
  licence: 'Licence',
  licenceText: 'Apache License 2.0',
  privacy: 'Privacy',
  privacyText: 'Ballast sends nothing anywhere. It talks to your engines and to nobody else.',
  freshTitle: 'Ballast started with a fresh state file',
  freshText: (why: string) => `The old one could not be read: ${why}`,
  freshKept: 'The old file is kept as',
  unreadableTitle: 'Part of the state file cannot be read',
  unreadablePolicy: (name: string) =>
    `The policy “${name}” is left out. Save it again under this name, or remove it.`,
  unreadableDay: (name: string) => `A recorded day is left out when policies are tried on the past: ${name}.`,
};
