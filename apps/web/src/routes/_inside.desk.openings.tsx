import { createFileRoute } from '@tanstack/react-router';
import { OpeningsScreen } from '../desk/openings-screen';

export const Route = createFileRoute('/_inside/desk/openings')({ component: OpeningsScreen });
