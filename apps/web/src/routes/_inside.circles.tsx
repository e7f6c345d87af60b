import { createFileRoute } from '@tanstack/react-router';
import { CirclesScreen } from '../circles/circles-screen';

export const Route = createFileRoute('/_inside/circles')({ component: CirclesScreen });
