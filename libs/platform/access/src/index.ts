export { abilityOf } from './ability.js';
export { AccessGuard, REFUSALS, type RefusalTrail } from './access.guard.js';
export {
  type Actor,
  ActorFacts,
  type EmployeeActor,
  type FactValue,
  type SystemActor,
  systemActor,
} from './actor.js';
export {
  columnsOf,
  type Entity,
  type MappedColumn,
  mappedEntities,
  relationsOf,
  snakeCase,
  tableOf,
} from './column.js';
export type { Comparison, Conditions, Scalar } from './condition.js';
export {
  Can,
  CurrentActor,
  contextOf,
  DECISION,
  type Decision,
  employeeOf,
  Public,
  type RequestContext,
  SignedIn,
  UNTOLD,
  Untold,
  URGENT,
  Urgent,
} from './decision.js';
export { defineFact, type Fact, type FactType, isFact, isListFact, keys, me, officeFrom } from './fact.js';
export { allowedActions, allows } from './matcher.js';
export { permissionMatrix } from './matrix.js';
export {
  allPolicies,
  definePolicy,
  type EveryRow,
  everyRow,
  type Policy,
  policyOf,
  type Rule,
  refusalOf,
  rulesFor,
  type Whom,
} from './policy.js';
export { Witness } from './witness.js';
