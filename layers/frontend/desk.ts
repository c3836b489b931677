/** The desk: ties the draft, its map and its panels together. */

import { setUpTabs } from "./panels/tabs.ts";

setUpTabs();
