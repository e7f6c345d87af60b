import { createFileRoute } from '@tanstack/react-router';
import { CommunitiesScreen } from '../community/communities-screen';

export const Route = createFileRoute('/_inside/communities/')({
  component: CommunitiesScreen,
  // The post that a new community starts from.
  validateSearch: (search): { from?: string } =>
    typeof search['from'] === 'string' ? { from: search['from'] } : {},
});
