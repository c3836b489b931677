/** The page of who works in a grid. Everything on it is there without this; this lets the map be
 * moved, says where one is, keeps the page for when the line is gone, and sends what waited. */

import { pageData } from "./core/page-data.ts";
import { unfoldWhatIsAskedFor } from "./member/folding.ts";
import { keepPage, tellAge, watchSignOut } from "./member/keeping.ts";
import type { MemberConfig } from "./member/config.ts";
import { GridMap } from "./member/grid-map.ts";
import { watchPlace } from "./member/place.ts";
import { ReportForm } from "./member/report-form.ts";

tellAge();
watchSignOut();
unfoldWhatIsAskedFor();
const config = pageData<MemberConfig>("config");
if (config) {
  const map = new GridMap(config.frame);
  watchPlace(map);
  void new ReportForm(config, map).open();
  void keepPage(config.worker);
}
