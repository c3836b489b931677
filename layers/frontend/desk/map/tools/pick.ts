/** One cell at a time; adding takes it away again where it was selected. */

import { rowsAt, type Bench, type Tool } from "./tool.ts";

export function pickTool({ desk, hand }: Bench): Tool {
  return {
    tap: ({ place, manner }) => hand.take(rowsAt(desk, place), manner === "add" ? "toggle" : manner, "pick"),
    cancel: () => false,
  };
}
