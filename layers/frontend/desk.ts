/** The desk: ties the draft, its map and its panels together. */

import type { Config } from "./core/model.ts";
import { pageData } from "./core/page-data.ts";
import { RequestFailed } from "./core/requests.ts";
import { t } from "./core/words.ts";
import { DeskApi } from "./desk/api.ts";
import { readGround } from "./desk/ground.ts";
import { EnginePanel } from "./desk/engine/engine-panel.ts";
import { DeskMap } from "./desk/map/desk-map.ts";
import type { MapDesk } from "./desk/map/material.ts";
import { openDesk } from "./desk/opening.ts";
import { setUpPanels } from "./desk/panels/panels.ts";
import { RunningFigures } from "./desk/running.ts";
import { readShapes } from "./desk/shapes.ts";
import { windowKey } from "./desk/window-key.ts";
import { notifyFailure } from "./panels/notices.ts";
import { during } from "./panels/progress.ts";
import { setUpTabs } from "./panels/tabs.ts";

/** What the page tells its script before the first request. */
interface DeskConfig extends Config {
  draft: string;
  person: string;
}

const config = pageData<DeskConfig>("config") as DeskConfig;

async function open(): Promise<void> {
  try {
    const api = new DeskApi(`${config.api}/drafts/${config.draft}`, windowKey());
    lay(await during(openDraft(api)), api);
  } catch (error) {
    notifyFailure("draft", error, t("草案没有载入。"), () => void open(), config.signIn);
    if (!(error instanceof RequestFailed)) throw error;
  }
}

function openDraft(api: DeskApi): Promise<MapDesk> {
  return openDesk(
    api,
    {
      ground: readGround,
      shapes: readShapes,
      running: (ground, plan, { kind }) => new RunningFigures(ground, plan, kind),
    },
    config.person,
  );
}

/** Put the draft before the person: map and panels. */
function lay(desk: MapDesk, api: DeskApi): void {
  new DeskMap(desk, config);
  setUpPanels(desk, api, config.signIn);
  new EnginePanel(desk, api.url);
}

setUpTabs();
void open();
