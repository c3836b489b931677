/** Two states of the map beside each other: a draft and the edition in force, or two drafts. */

import { CompareMap, type Look } from "./compare/compare-map.ts";
import { unfoldForPrint, wirePlaces } from "./compare/places.ts";
import { loadSides } from "./compare/sides.ts";
import { Swipe } from "./compare/swipe.ts";
import { byId } from "./core/dom.ts";
import type { Config } from "./core/model.ts";
import { pageData } from "./core/page-data.ts";
import { t } from "./core/words.ts";
import { World } from "./map/world.ts";
import { notifyFailure } from "./panels/notices.ts";
import { during } from "./panels/progress.ts";

interface CompareConfig extends Config {
  difference: string;
}

const config = pageData<CompareConfig>("config") as CompareConfig;

async function open(): Promise<void> {
  try {
    const [world, sides] = await during(Promise.all([World.open(config), loadSides(config.difference)]));
    await during(Promise.all([world.loadUnits("county"), world.loadUnits("subdistrict"), world.loadVenues()]));
    wire(new CompareMap(world, sides));
  } catch (error) {
    notifyFailure("compare", error, t("对比没有载入。"), () => void open(), config.signIn);
  }
}

function wire(map: CompareMap): void {
  const swipe = new Swipe(byId("maps"), byId("map-after"));
  const show = (mode: string): void => {
    for (const button of buttons("mode")) button.setAttribute("aria-pressed", String(button.dataset["mode"] === mode));
    byId("maps").dataset["mode"] = mode;
    swipe.draw(mode === "swipe" ? swipe.share : null);
    map.resize();
  };
  for (const button of buttons("mode")) button.addEventListener("click", () => show(button.dataset["mode"] ?? "swipe"));
  for (const id of ["colour-by", "level"]) byId(id).addEventListener("change", () => map.paint(look()));
  map.paint(look());
  map.fitMoved();
  wirePlaces((box) => map.fitBox(box));
  show("swipe");
}

function look(): Look {
  const by = byId<HTMLSelectElement>("colour-by").value as Look["by"];
  return { by, level: byId<HTMLSelectElement>("level").value as Look["level"] };
}

function buttons(name: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`button[data-${name}]`)];
}

unfoldForPrint();
void open();
