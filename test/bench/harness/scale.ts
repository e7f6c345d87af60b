/** How large the organisation is: that of feed-limit, or a tenth of it with a tenth of its groups, so that they are as full. */
export interface Scale {
  readonly employees: number;
  readonly departments: number;
  /** Departments that others are below of. */
  readonly parents: number;
  readonly communities: number;
  readonly circles: number;
  readonly posts: number;
  readonly reactions: number;
  /** Who is signed in. A reader may see 3,000 posts in an hour, so there are enough of them for all pages of a run. */
  readonly readers: number;
  /** Further readers who hold 50, and 200 keys. */
  readonly wideReaders: number;
  /** Employees of the organisation that is asked for a disclosure. */
  readonly disclosed: number;
}

export const FULL: Scale = {
  employees: 400_000,
  departments: 800,
  parents: 20,
  communities: 5_000,
  circles: 20_000,
  posts: 1_000_000,
  reactions: 3_000_000,
  readers: 8_000,
  wideReaders: 1_000,
  disclosed: 200_000,
};

export const QUICK: Scale = {
  employees: 40_000,
  departments: 80,
  parents: 2,
  communities: 500,
  circles: 2_000,
  posts: 100_000,
  reactions: 300_000,
  readers: 1_500,
  wideReaders: 300,
  disclosed: 20_000,
};

/** Organisations of few people, who all may read most of what is said there. */
export function small(employees: number): Scale {
  return {
    employees,
    departments: 2,
    parents: 1,
    communities: 5,
    circles: 2,
    posts: 10_000,
    reactions: 30_000,
    readers: Math.floor(employees / 3),
    wideReaders: 0,
    disclosed: 0,
  };
}

/** The same people with fewer posts. */
export function withPosts(scale: Scale, posts: number): Scale {
  return { ...scale, posts, reactions: 3 * posts };
}
