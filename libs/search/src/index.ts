export { type ExcerptPart, excerptOf } from './excerpt.js';
export { type ParsedQuery, parseQuery } from './query-parser.js';
export { searchErrors } from './search.errors.js';
export { SearchModule, searchProviders, searchResolvers } from './search.module.js';
export { type Found, SearchService } from './search.service.js';
