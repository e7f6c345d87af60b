import { createFileRoute } from '@tanstack/react-router';
import { CommunitiesScreen } from '../community/communities-screen';

export const Route = createFileRoute('/_inside/communities/')({ component: CommunitiesScreen });
