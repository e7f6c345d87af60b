/**
 * How a transaction reads the views of schema egress. Everything is judged at once, so nested loops are never right, and without
 * fresh statistics they were chosen: 2,345 people took 20 seconds instead of half of one. Rows and what was said of them lie in the
 * order of their ids, so that following an index costs about what reading the table does, and two of them are merged as they come:
 * a hash of 200,000 people is larger than a processor's cache and misses it once a row, which the planner does not reckon with.
 */
export const READING: Readonly<Record<string, string>> = {
  enable_nestloop: 'off',
  enable_hashjoin: 'off',
  random_page_cost: '1.1',
  work_mem: '64MB',
};
