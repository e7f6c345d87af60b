import { createFileRoute } from '@tanstack/react-router';
import { Left } from '../privacy/left';

export const Route = createFileRoute('/_inside/privacy/left')({ component: Left });
