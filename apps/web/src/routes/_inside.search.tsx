import { createFileRoute } from '@tanstack/react-router';
import { SearchScreen } from '../search/search-screen';

export const Route = createFileRoute('/_inside/search')({ component: SearchScreen });
