import { createFileRoute } from '@tanstack/react-router';
import { PromisesScreen } from '../promises/promises-screen';

export const Route = createFileRoute('/_inside/promises')({ component: PromisesScreen });
