import ballast from '../../package.json' with { type: 'json' };

/** The version of Ballast, from `package.json`. */
export const ballastVersion: string = ballast.version;
