import { useMediaQuery } from '@mantine/hooks';

/** Wide: the context stands beside the column. Below it is a sheet. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 1200px)', undefined, { getInitialValueInEffect: false });
}

/** Narrow: the navigation is a bar at the thumb. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 759px)', undefined, { getInitialValueInEffect: false });
}
