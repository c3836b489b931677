/** A street face: all cells reached without crossing a road, river, railway or wall. */

import { rowsAt, type Bench, type Tool } from "./tool.ts";

export function faceTool({ desk, hand }: Bench): Tool {
  return {
    tap: ({ place, manner }) => {
      const rows = rowsAt(desk, place).flatMap((row) => desk.ground.face(row));
      hand.take(rows, manner, "face");
    },
    cancel: () => false,
  };
}
