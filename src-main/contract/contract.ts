import { automation } from './operations/automation.ts';
import { cleanup } from './operations/cleanup.ts';
import { engines } from './operations/engines.ts';
import { images } from './operations/images.ts';
import { jobs } from './operations/jobs.ts';
import { layers } from './operations/layers.ts';
import { policies } from './operations/policies.ts';
import { settings } from './operations/settings.ts';

/** Everything a window or a script can ask for, declared once for every shell. */
export const contract = { engines, images, layers, cleanup, policies, automation, jobs, settings };
