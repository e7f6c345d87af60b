import type { Figure } from '../harness/figure.js';
import { commentsPerSecond } from './comments-per-second.js';
import { consentByAudience, consentByPosts } from './consent-growth.js';
import { disclosure, disclosureWritten } from './disclosure.js';
import { feedPageOfLimit } from './feed-page-of-limit.js';
import { feedPageOfOwnPage } from './feed-page-of-own-page.js';
import { headDelay } from './head-delay.js';
import { importRate } from './import-rate.js';
import {
  liveOfBare,
  liveOfManyP50,
  liveOfManyP99,
  liveP50,
  liveP99,
  memoryPerSocket,
  reconnectStorm,
  slowConsumers,
} from './live.js';
import { memoryAtRest, memoryUnderLoad } from './memory.js';
import { overloadLost, overloadP99, overloadRecovery, overloadShare } from './overload.js';
import { pageAtAllPosts } from './page-at-all-posts.js';
import { pageByAudience } from './page-by-audience.js';
import { pageOf50Keys } from './page-of-50-keys.js';
import { pageOf200Keys } from './page-of-200-keys.js';
import { postsOfPlainInserts } from './posts-of-plain-inserts.js';
import { postsPerSecond } from './posts-per-second.js';
import { reactionsPerSecond } from './reactions-per-second.js';
import { search } from './search.js';
import { signInsPerSecond } from './sign-ins-per-second.js';
import { coldStart, warmStart } from './start.js';
import { statementsPerPage } from './statements-per-page.js';
import { wallsOfPage } from './walls-of-page.js';
import { pageBytes, scriptBytes } from './web-bytes.js';

/** In the order of the table. */
export const FIGURES: readonly Figure[] = [
  feedPageOfLimit,
  feedPageOfOwnPage,
  wallsOfPage,
  statementsPerPage,
  pageOf50Keys,
  pageOf200Keys,
  pageAtAllPosts,
  pageByAudience,
  search,
  postsPerSecond,
  postsOfPlainInserts,
  commentsPerSecond,
  reactionsPerSecond,
  signInsPerSecond,
  headDelay,
  liveP50,
  liveP99,
  liveOfBare,
  liveOfManyP50,
  liveOfManyP99,
  memoryPerSocket,
  reconnectStorm,
  slowConsumers,
  overloadP99,
  overloadShare,
  overloadLost,
  overloadRecovery,
  disclosure,
  disclosureWritten,
  consentByPosts,
  consentByAudience,
  memoryUnderLoad,
  memoryAtRest,
  warmStart,
  coldStart,
  importRate,
  pageBytes,
  scriptBytes,
];
