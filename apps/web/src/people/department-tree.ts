interface Node {
  id: string;
  name: string;
  parent: { id: string } | null;
}

/** Departments as a tree read from top to bottom, siblings by name. One whose parent is not among them is a root. */
export function inOrder<D extends Node>(departments: readonly D[]): { department: D; depth: number }[] {
  const known = new Set(departments.map((department) => department.id));
  const below = new Map<string, D[]>();
  for (const department of departments) {
    const parent = department.parent && known.has(department.parent.id) ? department.parent.id : '';
    below.set(parent, [...(below.get(parent) ?? []), department]);
  }
  const walk = (parent: string, depth: number): { department: D; depth: number }[] =>
    (below.get(parent) ?? [])
      .sort((one, other) => one.name.localeCompare(other.name))
      .flatMap((department) => [{ department, depth }, ...walk(department.id, depth + 1)]);
  return walk('', 0);
}
