/** A compound (小区): all its cells; where there is none, the cell alone. */

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import { rowsAt, type Bench, type Tool } from "./tool.ts";

export function compoundTool({ desk, hand }: Bench): Tool {
  return {
    tap: ({ place, manner }) => {
      const [row] = rowsAt(desk, place);
      const compound = row === undefined ? -1 : (desk.ground.compound[row] ?? -1);
      if (compound < 0) return announce(t("这里不属于任何小区。"));
      hand.take(desk.ground.rowsOfCompound(compound), manner, "compound");
    },
    cancel: () => false,
  };
}
