import { inOrder } from './department-tree';

const department = (id: string, name: string, parent: string | null = null) => ({
  id,
  name,
  parent: parent === null ? null : { id: parent },
});

describe('departments in order', () => {
  it('reads the tree from top to bottom, siblings by name', () => {
    const tree = [
      department('3', 'Hall 3', '1'),
      department('2', 'Design'),
      department('1', 'Production'),
      department('4', 'Hall 2', '1'),
    ];
    expect(inOrder(tree).map(({ department: { name }, depth }) => `${depth} ${name}`)).toEqual([
      '0 Design',
      '0 Production',
      '1 Hall 2',
      '1 Hall 3',
    ]);
  });

  it('keeps one whose parent is unknown', () => {
    expect(inOrder([department('1', 'Care', 'gone')])).toHaveLength(1);
  });
});
