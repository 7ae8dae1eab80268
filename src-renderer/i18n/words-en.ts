import { errorsEn } from '#main/contract/messages/errors-en.ts';

import { catalogueEn } from './catalogue-en.ts';

/** Everything English in one piece, fetched when it is first wanted. */
export const wordsEn = { catalogue: catalogueEn, errors: errorsEn };
