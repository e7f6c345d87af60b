import { createFileRoute } from '@tanstack/react-router';
import { CommunityScreen } from '../community/community-screen';

export const Route = createFileRoute('/_inside/communities/$communityId')({ component: CommunityScreen });
