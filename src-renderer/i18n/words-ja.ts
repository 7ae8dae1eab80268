import { errorsJa } from '#main/contract/messages/errors-ja.ts';

import { catalogueJa } from './catalogue-ja.ts';

/** Everything Japanese in one piece, fetched when it is first wanted. */
export const wordsJa = { catalogue: catalogueJa, errors: errorsJa };
