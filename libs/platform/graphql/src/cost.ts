import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** The largest page anybody may ask for. What a variable will hold is not known yet, so it is taken to be this. */
const MOST_ROWS = 100;
/** Of a list without pages; each is bounded by what it is, and few are longer. */
const USUAL_ROWS = 10;

/**
 * Refuses an operation that may answer more fields than `most`: every field counts once for each row it can be answered for,
 * so a page of a hundred costs a hundred times its selection. Judged by the document alone, before anything runs.
 */
export function costRule(most: number): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(operation) {
      const root = context.getSchema().getRootType(operation.operation);
      if (!root) return;
      const counting = new Counting(context, most);
      if (counting.selection(operation.selectionSet, root, new Set()) > most)
        context.reportError(new GraphQLError('The cost limit is exceeded.'));
    },
  });
}

class Counting {
  private readonly schema: GraphQLSchema;
  /** Each fragment is counted once for each type it is spread on, however often it is spread. */
  private readonly fragments = new Map<string, number>();

  constructor(
    private readonly context: ValidationContext,
    private readonly most: number,
  ) {
    this.schema = context.getSchema();
  }

  selection(set: SelectionSetNode, type: GraphQLNamedType, within: ReadonlySet<string>): number {
    let sum = 0;
    for (const node of set.selections) {
      // Enough: what is unbounded must not be counted to its end.
      if (sum > this.most) return sum;
      if (node.kind === Kind.FIELD) sum += this.field(node, type, within);
      else if (node.kind === Kind.INLINE_FRAGMENT)
        sum += this.selection(node.selectionSet, this.typeOf(node.typeCondition?.name.value) ?? type, within);
      else sum += this.fragment(this.context.getFragment(node.name.value), within);
    }
    return sum;
  }

  private fragment(fragment: FragmentDefinitionNode | null | undefined, within: ReadonlySet<string>): number {
    const name = fragment?.name.value;
    // A circle is refused by a rule of its own.
    if (!fragment || name === undefined || within.has(name)) return 0;
    const known = this.fragments.get(name);
    if (known !== undefined) return known;
    const type = this.typeOf(fragment.typeCondition.name.value);
    const cost = type ? this.selection(fragment.selectionSet, type, new Set([...within, name])) : 0;
    this.fragments.set(name, cost);
    return cost;
  }

  private field(node: FieldNode, parent: GraphQLNamedType, within: ReadonlySet<string>): number {
    const { selectionSet } = node;
    if (!selectionSet) return 1;
    const field = fieldsOf(parent)[node.name.value];
    const type = field && getNamedType(field.type);
    // An unknown field is refused by a rule of its own; whatever it holds is counted as it stands.
    if (!field || !type) return 1;
    return 1 + rowsOf(node, field, parent) * this.selection(selectionSet, type, within);
  }

  private typeOf(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }
}

function fieldsOf(type: GraphQLNamedType): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  return isObjectType(type) || isInterfaceType(type) || (isAbstractType(type) && 'getFields' in type)
    ? (type as { getFields(): Record<string, GraphQLField<unknown, unknown>> }).getFields()
    : {};
}

/** For how many rows a field's selection is answered. */
function rowsOf(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): number {
  const page = field.args.find(({ name }) => name === 'first');
  if (page) {
    const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (given?.kind === Kind.INT) return Math.max(1, Number(given.value));
    if (given === undefined && typeof page.defaultValue === 'number') return page.defaultValue;
    return MOST_ROWS;
  }
  // The rows of a page are counted where the page is asked for.
  if (parent.name.endsWith('Connection') && field.name === 'nodes') return 1;
  return isListType(getNullableType(field.type)) ? USUAL_ROWS : 1;
}
