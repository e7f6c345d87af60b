import { createFileRoute } from '@tanstack/react-router';
import { DeskStart } from '../desk/desk-start';

export const Route = createFileRoute('/_inside/desk/')({ component: DeskStart });
