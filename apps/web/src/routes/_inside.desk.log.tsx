import { createFileRoute } from '@tanstack/react-router';
import { LogScreen } from '../desk/log-screen';

export const Route = createFileRoute('/_inside/desk/log')({ component: LogScreen });
