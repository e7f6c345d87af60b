import { createFileRoute } from '@tanstack/react-router';
import { Asked } from '../privacy/asked';

export const Route = createFileRoute('/_inside/privacy/')({ component: Asked });
