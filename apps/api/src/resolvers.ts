import { complianceResolvers } from '@courtyard/compliance';
import { consentResolvers } from '@courtyard/consent';
import { egressResolvers } from '@courtyard/egress';
import { feedResolvers } from '@courtyard/feed';
import { NodeResolver } from '@courtyard/graphql';
import { identityResolvers } from '@courtyard/identity';
import { peopleResolvers } from '@courtyard/people';
import { searchResolvers } from '@courtyard/search';

/** Every class that the schema is made of. */
export const resolvers = [
  NodeResolver,
  ...identityResolvers,
  ...peopleResolvers,
  ...consentResolvers,
  ...feedResolvers,
  ...egressResolvers,
  ...complianceResolvers,
  ...searchResolvers,
] as const;
