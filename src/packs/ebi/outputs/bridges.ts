/** A connection between two nodes. */
export interface Edge {
  readonly a: string;
  readonly b: string;
}

interface Visit<E> {
  readonly node: string;
  /** The edge by which the node was reached. */
  readonly by: E | null;
  readonly edges: readonly E[];
  next: number;
}

/**
 * The bridges of a graph: edges on no cycle, whose removal would disconnect their ends. Depth first with an
 * explicit stack, because a chain can be longer than the call stack allows.
 */
export function bridges<E extends Edge>(edges: readonly E[]): E[] {
  const edgesAt = new Map<string, E[]>();
  const add = (node: string, edge: E): void => {
    const known = edgesAt.get(node);
    if (known === undefined) edgesAt.set(node, [edge]);
    else known.push(edge);
  };
  for (const edge of edges) {
    add(edge.a, edge);
    add(edge.b, edge);
  }
  /**
   * When each node was first reached, and the earliest node reachable from its subtree without the edge it
   * was reached by.
   */
  const reached = new Map<string, number>();
  const earliest = new Map<string, number>();
  const found: E[] = [];

  const visit = (node: string, by: E | null): Visit<E> => {
    reached.set(node, reached.size);
    earliest.set(node, reached.size - 1);
    return { node, by, edges: edgesAt.get(node) ?? [], next: 0 };
  };
  const lower = (node: string, time: number): void => {
    earliest.set(node, Math.min(earliest.get(node) ?? time, time));
  };
  const leave = ({ node, by }: Visit<E>): void => {
    if (by === null) return;
    const before = otherEnd(by, node);
    const back = earliest.get(node) ?? 0;
    lower(before, back);
    if (back > (reached.get(before) ?? 0)) found.push(by);
  };

  for (const start of edgesAt.keys()) {
    if (reached.has(start)) continue;
    const stack = [visit(start, null)];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const edge = at.edges[at.next];
      at.next += 1;
      if (edge === undefined) {
        stack.pop();
        leave(at);
        continue;
      }
      if (edge === at.by) continue;
      const target = otherEnd(edge, at.node);
      const time = reached.get(target);
      if (time === undefined) stack.push(visit(target, edge));
      else lower(at.node, time);
    }
  }
  return found;
}

function otherEnd({ a, b }: Edge, node: string): string {
  return node === a ? b : a;
}
