/** All panels of the desk. */

import type { DeskApi } from "../api.ts";
import type { MapDesk } from "../map/material.ts";
import { Balance } from "./balance.ts";
import { CellTable } from "./cell-table.ts";
import { ConflictDialog } from "./conflict.ts";
import { FiguresPanel } from "./figures.ts";
import { setUpHeader } from "./header.ts";
import { HistoryPanel } from "./history.ts";
import { Moving } from "./moving.ts";
import { ReachPanel } from "./reach.ts";
import { UnitList } from "./unit-list.ts";
import { setUpViews } from "./views.ts";
import { ViolationsPanel } from "./violations.ts";

export function setUpPanels(desk: MapDesk, api: DeskApi, signIn: string): void {
  setUpHeader(desk, signIn);
  setUpViews();
  new Balance(desk);
  new FiguresPanel(desk);
  new ReachPanel(desk);
  new ViolationsPanel(desk);
  new CellTable(desk);
  if (desk.mayEdit) new Moving(desk);
  new UnitList(desk);
  new HistoryPanel(desk, api);
  new ConflictDialog(desk);
}
