import { randomUUID } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { type InvitationService, type MadeInvitation } from '@courtyard/identity';
import { Gate, type Write } from '@courtyard/records';
import { rememberingTrail } from '@courtyard/testing';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { AudienceDirectory } from './audience/audience-directory.service.js';
import { foundDepartment } from './department/founding.js';
import { DirectoryKeeping } from './employee/directory-keeping.service.js';
import { EmployeeService } from './employee/employee.service.js';
import { GuardedFieldService } from './employee/guarded-field.service.js';
import { hire, type Newcomer } from './employee/hiring.js';
import { Introductions } from './employee/introductions.service.js';
import { type FoundedOrganisation, FoundingService } from './organisation/founding.service.js';
import { actorLookup } from './viewer/actor-lookup.js';

/** A real database with the services of people upon it; identity's invitation is played, sessions are put there. */
export interface House {
  readonly gate: Gate;
  readonly trail: ReturnType<typeof rememberingTrail>;
  readonly database: Database;
  /** Above every wall. */
  readonly owner: Client;
  readonly directory: AudienceDirectory;
  readonly employees: EmployeeService;
  readonly fields: GuardedFieldService;
  readonly keeping: DirectoryKeeping;
  found(name?: string): Promise<FoundedOrganisation>;
  department(admin: EmployeeActor, name: string, parentId?: string): Promise<string>;
  hire(admin: EmployeeActor, newcomer: Partial<Newcomer> & { name: string }): Promise<string>;
  /** Through a session and the gate's look-up, as every request does. */
  signedIn(organisationId: string, employeeId: string): Promise<EmployeeActor>;
  /** The same person in a new request. */
  again(actor: EmployeeActor): Promise<EmployeeActor>;
  write<Result>(actor: EmployeeActor, work: (write: Write) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const home: TestDatabase = await testDatabase();
  const owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  const database = home.open('api');
  const trail = rememberingTrail();
  const gate = new Gate(database, trail);
  gate.useActorLookup(actorLookup);
  const made: MadeInvitation = { token: 'token', expiresAt: '2030-01-01T00:00:00.000Z' };
  const invitations = { invite: async () => made } as unknown as InvitationService;
  const founding = new FoundingService(gate, invitations);
  const again = async (actor: EmployeeActor) => {
    const fresh = await gate.refresh(actor);
    if (!fresh) throw new Error('The session is over.');
    return fresh;
  };
  return {
    gate,
    trail,
    database,
    owner,
    directory: new AudienceDirectory(gate, new Introductions(gate)),
    employees: new EmployeeService(gate),
    fields: new GuardedFieldService(gate),
    keeping: new DirectoryKeeping(gate),
    found: (name = 'Kessler Pumps') =>
      founding.found({
        name,
        handle: `h-${randomUUID()}`,
        administrator: { name: 'Ada Admin', email: 'ada@kessler.example' },
      }),
    department: async (admin, name, parentId) => {
      const id = newId();
      await gate.write(admin, 'test', (write) =>
        foundDepartment(write, { id, name, parentId: parentId ?? null }),
      );
      return id;
    },
    hire: async (admin, newcomer) => {
      const id = newId();
      await gate.write(admin, 'test', (write) => hire(write, { id, ...newcomer }));
      return id;
    },
    signedIn: async (organisationId, employeeId) => {
      const sessionId = await beginSession(owner, organisationId, employeeId);
      return again({ organisationId, sessionId, requestId: newId() } as EmployeeActor);
    },
    again,
    write: (actor, work) => gate.write(actor, 'test', work),
    close: async () => {
      await owner.end();
      await home.close();
    },
  };
}

async function beginSession(owner: Client, organisationId: string, employeeId: string): Promise<string> {
  const sessionId = newId();
  await owner.query(
    `insert into account (organisation_id, id, employee_id, email, created_at) values ($1, $2, $2, $3, now())
     on conflict do nothing`,
    [organisationId, employeeId, `${employeeId}@kessler.example`],
  );
  await owner.query(
    `insert into session (organisation_id, id, account_id, employee_id, token_hash, device, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $3, sha256($4), 'Firefox on Linux', now(), now(), now() + interval '1 day')`,
    [organisationId, sessionId, employeeId, Buffer.from(sessionId)],
  );
  return sessionId;
}
