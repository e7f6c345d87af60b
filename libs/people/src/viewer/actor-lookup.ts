import { ActorFacts, type EmployeeActor } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { SESSION_IDLE_SECONDS } from '@courtyard/identity';
import { type ActorLookup, type Clock, systemClock } from '@courtyard/records';

/** One statement with constant text; what is not live in session, account and directory at once is no row. */
const lookup = (more = '') => `select s.id, a.id, e.id, a.language, e.department_id, e.roles, e.audience_keys,
  o.role, ceil(extract(epoch from o.counts_from) * 1000)${more}
from session s
join account a on a.organisation_id = $1::uuid and a.id = s.account_id and a.status = 'active'
join employee e on e.organisation_id = $1::uuid and e.id = s.employee_id and e.status = 'active'
left join office o on o.organisation_id = $1::uuid and o.employee_id = e.id and o.role = any (e.roles)
where s.organisation_id = $1::uuid and s.expires_at > now() and s.last_used_at > now() - make_interval(secs => $3::int)`;

/**
 * Registered with the gate as its named exception: there is no actor yet whom a policy could judge.
 * @param clock by which a role that was newly given rests
 */
export function actorLookupBy(clock: Clock): ActorLookup {
  return { ...statements, toActor: (...from) => actorOf(clock.now(), ...from) };
}

const statements: Omit<ActorLookup, 'toActor'> = {
  byToken(organisationId: string, tokenHash: Buffer): Statement {
    const text = `${lookup()} and s.token_hash = $2::bytea`;
    return { text, values: [organisationId, tokenHash, SESSION_IDLE_SECONDS] };
  },

  bySession(organisationId: string, sessionId: string): Statement {
    const text = `${lookup()} and s.id = $2::uuid`;
    return { text, values: [organisationId, sessionId, SESSION_IDLE_SECONDS] };
  },

  byTokens(organisationId: string, tokenHashes: readonly Buffer[]): Statement {
    const text = `${lookup(", encode(s.token_hash, 'hex')")} and s.token_hash = any ($2::bytea[])`;
    return { text, values: [organisationId, tokenHashes, SESSION_IDLE_SECONDS] };
  },

  bySessions(organisationId: string, sessionIds: readonly string[]): Statement {
    const text = `${lookup(', s.id')} and s.id = any ($2::uuid[])`;
    return { text, values: [organisationId, sessionIds, SESSION_IDLE_SECONDS] };
  },

  // Of the person's row only: the session's is touched by every use of it, and ends with the person's access anyway.
  bySessionHeld(organisationId: string, sessionId: string): Statement {
    const { text, values } = statements.bySession(organisationId, sessionId);
    return { text: `${text} for share of e`, values };
  },
};

/** By the clock of the machine. */
export const actorLookup: ActorLookup = actorLookupBy(systemClock);

function actorOf(now: Date, organisationId: string, row: Row, requestId: string): EmployeeActor {
  const [sessionId, accountId, employeeId, language, department, roles, keys, office, countsFrom] = row;
  if (!sessionId || !accountId || !employeeId) throw new Error('The row of an actor is incomplete.');
  const rests = office && now.getTime() < Number(countsFrom);
  return {
    kind: 'employee',
    organisationId,
    employeeId,
    sessionId,
    accountId,
    requestId,
    roles: new Set(listOf(roles)),
    offices: new Set(office && !rests ? [office] : []),
    facts: new ActorFacts({
      me: employeeId,
      account: accountId,
      session: sessionId,
      keys: listOf(keys),
      department: department ?? null,
      language: language ?? null,
      officeFrom: rests ? new Date(Number(countsFrom)).toISOString() : null,
    }),
  };
}

/** PostgreSQL's text of an array of words or numbers; neither holds a comma or a quote. */
function listOf(text: string | null | undefined): string[] {
  return !text || text === '{}' ? [] : text.slice(1, -1).split(',');
}
