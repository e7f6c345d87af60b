import { createFileRoute } from '@tanstack/react-router';
import { UnansweredScreen } from '../questions/unanswered-screen';

export const Route = createFileRoute('/_inside/unanswered')({
  validateSearch: ({ community }): { community?: string } =>
    typeof community === 'string' ? { community } : {},
  component: UnansweredScreen,
});
