export type { ActorLookup } from './actor-lookup.js';
export { strayCells } from './cell/cell-check.js';
export type { Cells } from './cell/cell-columns.js';
export { CellOwner } from './cell/cell-owner.entity.js';
export { CellPerson, type CellRole } from './cell/cell-person.entity.js';
export { cellPersonPolicy } from './cell/cell-person.policy.js';
export { CellUnmarked, type UnmarkedReason } from './cell/cell-unmarked.entity.js';
export {
  columnOf,
  type Disclosable,
  disclosable,
  disclosables,
  undisclosedFields,
} from './cell/disclosable.js';
export type { FoundNames, NameFinder } from './cell/name-finder.js';
export { whoseYes } from './cell/whose-yes.js';
export { CLOCK, type Clock, clockAhead, systemClock } from './clock.js';
export { along, type Companion } from './companion.js';
export { concernsPerson } from './concern.js';
export { fromCursor, toCursor } from './cursor.js';
export { Gate, type Page, type PageQuery, type SampleQuery } from './gate.js';
export type { HolderCount } from './holders.js';
export { indexTables } from './index-tables.js';
export type { Facts, Ledger, LedgerEntry, Remembered } from './ledger.js';
export { isOnRecord, type Look, readOnRecord } from './on-record.js';
export { outlined, outlineOf } from './outline.js';
export { type Again, type Outliving, outlivesRestore, outlivings } from './outliving.js';
export { policySql } from './policy-sql.js';
export { reachedByKeys } from './reach.js';
export { readingErrors } from './reading.errors.js';
export { countedReading, READING_LIMITS, type ReadingKind, ReadingLimit } from './reading.js';
export type { Reckoning } from './reckoning.js';
export { Refusals } from './refusals.js';
export { namesAsked, relevanceOf } from './search/search-matching.js';
export { SEARCH_NAMES, type SearchNames } from './search/search-names.js';
export type { SearchQuery, SearchTerm } from './search/search-query.js';
export { selectCandidates } from './search/search-statement.js';
export { SearchWord } from './search/search-word.entity.js';
export { type Searchable, searchable, searchables } from './search/searchable.js';
export type { SearchHit, SearchPage } from './search/searching.js';
export { areOneSlipApart } from './search/slip.js';
export { foldedText, isSign, standsIn, unitsOf } from './search/units.js';
export type { Filter } from './selection.js';
export { type Tally, tallied } from './tally.js';
export { type Limit, type LimitRule, type Spent, Throttle } from './throttle.js';
export { AUDIT_TRAIL, type AuditTrail, type Opened, type Touched, type WrittenAs } from './trail.js';
export { findableByWords } from './words.js';
export { type Key, Write } from './write.js';
