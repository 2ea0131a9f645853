/** One row of a table: who may take which action in which states, and where it leads. */
export interface Edge<State extends string, Action extends string, Facts, Role extends string> {
  readonly action: Action;
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly Role[];
  /** Why not now, as a sentence that a person can act on; undefined when nothing stands in the way. */
  readonly refuse?: ((facts: Facts, role: Role) => string | undefined) | undefined;
}

export interface StateTable<
  State extends string,
  Action extends string,
  Facts,
  Role extends string,
  Row extends Edge<State, Action, Facts, Role>,
> {
  readonly states: readonly State[];
  readonly initial: State;
  readonly edges: readonly Row[];
  /** Narrows a row for one role in one state, beyond its `from` and `by`. */
  readonly reaches?: (edge: Row, from: State, role: Role) => boolean;
  /** The refusal of an action that no row offers; the default names the action and the state. */
  readonly explain?: (attempt: Attempt<State, Action, Role, Row>) => string;
}

/** An action that the table does not offer to a role in a state. */
export interface Attempt<State, Action, Role, Row> {
  readonly state: State;
  readonly action: Action;
  readonly role: Role;
  /** Rows that offer the action in this state to somebody else. */
  readonly othersMay: readonly Row[];
}

/** An action that a role may see in a state, with the reason where it is refused now. */
export interface Available<Row> {
  readonly edge: Row;
  readonly refusal?: string;
}

export type Outcome<State, Row> = { readonly to: State; readonly edge: Row } | { readonly refusal: string };

/** One arrow of the drawn machine. */
export interface Arrow<State, Action, Role> {
  readonly from: State;
  readonly to: State;
  readonly action: Action;
  readonly by: readonly Role[];
}

export interface StateMachine<State extends string, Action extends string, Facts, Role extends string, Row> {
  readonly states: readonly State[];
  readonly initial: State;
  readonly edges: readonly Row[];
  /** Every action that the role has in the state, in the order of the table, with its refusal or none. */
  available(state: State, facts: Facts, role: Role): Available<Row>[];
  /** Takes the action, or says why not. Changes nothing. */
  apply(state: State, action: Action, facts: Facts, role: Role): Outcome<State, Row>;
  /** True when the table leads from one state to the other for somebody, whatever the facts. */
  leads(from: State, to: State): boolean;
  /** Every arrow with the roles that may take it; what a diagram draws. */
  arrows(): Arrow<State, Action, Role>[];
  /** States that no sequence of actions leads to. */
  unreachable(): State[];
}

/**
 * Interprets a table of states and actions. Refuses, when it is built, a table that names an unknown state or
 * offers one role the same action twice in one state.
 */
export function stateMachine<
  State extends string,
  Action extends string,
  Facts,
  Role extends string,
  Row extends Edge<State, Action, Facts, Role> = Edge<State, Action, Facts, Role>,
>(table: StateTable<State, Action, Facts, Role, Row>): StateMachine<State, Action, Facts, Role, Row> {
  const { states, initial, edges } = table;
  const explain =
    table.explain ?? (({ action, state }) => `The action ${action} is not possible in the state ${state}`);
  const reaches = (edge: Row, from: State, role: Role): boolean =>
    edge.from.includes(from) && edge.by.includes(role) && (table.reaches?.(edge, from, role) ?? true);

  const drawn = edges.flatMap((edge) =>
    edge.from.flatMap((from): Arrow<State, Action, Role>[] => {
      const by = edge.by.filter((role) => reaches(edge, from, role));
      return by.length === 0 ? [] : [{ from, to: edge.to, action: edge.action, by }];
    }),
  );
  check(states, initial, edges, drawn);

  return {
    states,
    initial,
    edges,
    available(state, facts, role) {
      return edges
        .filter((edge) => reaches(edge, state, role))
        .map((edge) => {
          const refusal = edge.refuse?.(facts, role);
          return refusal === undefined ? { edge } : { edge, refusal };
        });
    },
    apply(state, action, facts, role) {
      const edge = edges.find((row) => row.action === action && reaches(row, state, role));
      if (!edge) {
        const othersMay = edges.filter(
          (row) => row.action === action && row.by.some((other) => reaches(row, state, other)),
        );
        return { refusal: explain({ state, action, role, othersMay }) };
      }
      const refusal = edge.refuse?.(facts, role);
      return refusal === undefined ? { to: edge.to, edge } : { refusal };
    },
    leads: (from, to) => drawn.some((arrow) => arrow.from === from && arrow.to === to),
    arrows: () => drawn.map((arrow) => ({ ...arrow })),
    unreachable() {
      const reached = new Set<State>([initial]);
      for (const state of reached) {
        for (const arrow of drawn) if (arrow.from === state) reached.add(arrow.to);
      }
      return states.filter((state) => !reached.has(state));
    },
  };
}

function check<State extends string, Action extends string, Role extends string>(
  states: readonly State[],
  initial: State,
  edges: readonly { readonly from: readonly State[]; readonly to: State; readonly action: Action }[],
  drawn: readonly Arrow<State, Action, Role>[],
): void {
  const known = new Set<string>(states);
  const named = [initial, ...edges.flatMap((edge) => [...edge.from, edge.to])];
  const stranger = named.find((state) => !known.has(state));
  if (stranger !== undefined) throw new Error(`The table names a state that is not declared: ${stranger}`);
  const seen = new Set<string>();
  for (const { from, action, by } of drawn) {
    for (const role of by) {
      const key = `${action} from ${from} by ${role}`;
      if (seen.has(key)) throw new Error(`The table offers ${key} twice`);
      seen.add(key);
    }
  }
}
