import type { Figure } from '../harness/figure.js';
import { feedPageOfLimit } from './feed-page-of-limit.js';
import { feedPageOfOwnPage } from './feed-page-of-own-page.js';
import { statementsPerPage } from './statements-per-page.js';

/** In the order of the table. What stops the product, or changes much, comes last. */
export const FIGURES: readonly Figure[] = [feedPageOfLimit, feedPageOfOwnPage, statementsPerPage];
