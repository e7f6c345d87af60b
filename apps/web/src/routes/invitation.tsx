import { createFileRoute } from '@tanstack/react-router';
import { InvitationScreen } from '../session/invitation-screen';

export const Route = createFileRoute('/invitation')({ component: InvitationScreen });
