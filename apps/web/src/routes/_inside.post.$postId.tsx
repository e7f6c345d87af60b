import { createFileRoute } from '@tanstack/react-router';
import { ThreadScreen } from '../feed/thread-screen';

export const Route = createFileRoute('/_inside/post/$postId')({ component: ThreadScreen });
