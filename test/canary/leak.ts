import { Can } from '@courtyard/access';
import { Post } from '@courtyard/feed';
import { currentOperation, TOLD } from '@courtyard/observe';
import { Module, type Type } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { Client } from 'pg';

/** What must be caught: a resolver that says `@Can`, and then reads past the gate. It also prints what it read. */
export function leakingModule(ownerUrl: string): Type {
  @Resolver()
  class LeakingResolver {
    @Query(() => [String])
    @Can('read', Post)
    async headlines(): Promise<string[]> {
      const client = new Client({ connectionString: ownerUrl });
      await client.connect();
      const { rows } = await client.query<{ body: string }>('select body from post');
      await client.end();
      process.stderr.write(`headlines: ${rows.length > 0 ? rows[0]?.body : 'none'}\n`);
      return rows.map(({ body }) => body);
    }
  }
  @Module({ providers: [LeakingResolver] })
  class LeakingModule {}
  return LeakingModule;
}

/**
 * What must be caught: whoever takes a word of somebody for a name of the code, and so past every form: into the log, into the list
 * of a label, into a trace.
 */
export function tellingModule(name: string): Type {
  @Resolver()
  class TellingResolver {
    @Query(() => Boolean)
    @Can('read', Post)
    tellEverybody(): boolean {
      const operation = currentOperation();
      if (operation) operation.name = name;
      TOLD.operation.close([...TOLD.operation.values, name]);
      return true;
    }
  }
  @Module({ providers: [TellingResolver] })
  class TellingModule {}
  return TellingModule;
}
