import { createFileRoute } from '@tanstack/react-router';
import { ForgotScreen } from '../session/forgot-screen';

export const Route = createFileRoute('/forgot')({ component: ForgotScreen });
