/** Everything between barriers: all cells reached without crossing one of the chosen classes. */

import { rowsAt, type Bench, type Tool } from "./tool.ts";

export interface BetweenTool extends Tool {
  /** The barrier classes that are not crossed. */
  classes: Set<string>;
}

/** What mostly encloses a grid; the softer ones may be chosen as well. */
export const USUAL = ["expressway", "railway", "river", "canal", "arterial"];

export function betweenTool({ desk, hand }: Bench): BetweenTool {
  const tool: BetweenTool = {
    classes: new Set(USUAL),
    tap: ({ place, manner }) => {
      const rows = rowsAt(desk, place).flatMap((row) => desk.ground.between(row, tool.classes));
      hand.take(rows, manner, "between");
    },
    cancel: () => false,
  };
  return tool;
}
