/** A rectangle: dragged, or by a tap on each of two opposite corners. */

import type { Place } from "../material.ts";
import { rowsWithin, type Bench, type Spot, type Tool } from "./tool.ts";

export function rectangleTool(bench: Bench): Tool {
  let corner: Place | null = null;
  const { desk, hand, sketch } = bench;

  const draw = ({ place }: Spot) => {
    if (corner) sketch.line([...ringOf(corner, place), corner]);
  };
  const end = ({ place, manner }: Spot) => {
    const from = corner;
    corner = null;
    sketch.clear();
    if (from) hand.take(rowsWithin(desk, ringOf(from, place)), manner, "rectangle");
  };
  return {
    tap: (spot) => {
      if (corner) return end(spot);
      corner = spot.place;
      sketch.line([corner]);
    },
    begin: ({ place }) => {
      corner = place;
    },
    drag: draw,
    hover: draw,
    finish: end,
    cancel: () => {
      const was = corner !== null;
      corner = null;
      sketch.clear();
      return was;
    },
  };
}

function ringOf([x1, y1]: Place, [x2, y2]: Place): Place[] {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];
}
