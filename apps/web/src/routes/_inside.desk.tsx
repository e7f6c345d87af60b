import { createFileRoute } from '@tanstack/react-router';
import { DeskScreen } from '../desk/desk-screen';

export const Route = createFileRoute('/_inside/desk')({ component: DeskScreen });
