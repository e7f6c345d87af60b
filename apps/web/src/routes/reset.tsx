import { createFileRoute } from '@tanstack/react-router';
import { ResetScreen } from '../session/reset-screen';

export const Route = createFileRoute('/reset')({ component: ResetScreen });
