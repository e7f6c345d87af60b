import { MovedInService, movedInPolicy } from '@courtyard/people';
import { outlivesRestore } from '@courtyard/records';
import { MovedInFeed } from './moved-in-feed.service.js';

/** The note that something was moved in goes last, so its end says that all of it was erased. */
outlivesRestore(movedInPolicy, {
  removed: ({ employeeId, source }) => ({ what: 'erased', facts: { employeeId, source } }),
  again: async (gate, organisationId, entries) => {
    const movedIn = new MovedInService(gate);
    movedIn.register(new MovedInFeed(gate));
    let again = 0;
    for (const { at, facts } of entries) {
      const { employeeId, source } = facts as { employeeId: string; source: string };
      if (await movedIn.eraseAgain(organisationId, employeeId, source, at)) again++;
    }
    return again;
  },
});
