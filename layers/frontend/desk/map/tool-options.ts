/** The rail of tools and the bar of their options over the map. */

import { announce, byId, el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { fullName, unitsInOrder } from "../panels/names.ts";
import type { UnitLevel } from "../wire.ts";
import type { Hand, Manner } from "./hand.ts";
import type { MapDesk } from "./material.ts";
import type { Toolbox } from "./tools/toolbox.ts";

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];

export function offerTools(desk: MapDesk, hand: Hand, box: Toolbox): void {
  offerRail(box);
  offerManner(hand);
  offerLevels(desk);
  offerPaint(desk, hand);
  offerBarriers(desk, box);
  const size = byId<HTMLInputElement>("brush-size");
  size.addEventListener("input", () => box.brush.resize(Number(size.value)));
  const show = () => showTool(box, size);
  box.onChange(show);
  show();
}

function showTool(box: Toolbox, size: HTMLInputElement): void {
  for (const button of all("#tools [data-tool]")) {
    const chosen = button.dataset["tool"] === box.name;
    button.setAttribute("aria-pressed", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  }
  for (const part of all(".options [data-for]")) part.hidden = !(part.dataset["for"] ?? "").split(" ").includes(box.name);
  size.value = String(box.brush.radius);
  byId("desk-map").dataset["inHand"] = box.name;
}

/** One stop of the Tab key; arrows go from tool to tool. */
function offerRail(box: Toolbox): void {
  const rail = byId("tools");
  rail.addEventListener("click", ({ target }) => {
    const name = (target as HTMLElement).closest<HTMLElement>("[data-tool]")?.dataset["tool"];
    if (name) box.use(name);
  });
  rail.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = all("#tools [data-tool]");
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  });
}

function offerManner(hand: Hand): void {
  const buttons = all("#manner [data-manner]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      hand.manner = button.dataset["manner"] as Manner;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
    });
  }
}

function offerLevels(desk: MapDesk): void {
  const buttons = all("#work-level [data-level]");
  for (const button of buttons) button.addEventListener("click", () => desk.workOn(button.dataset["level"] as UnitLevel));
  desk.on("level", () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["level"] === desk.level));
    announce(desk.level === "grid" ? t("按网格调整。") : t("按社区调整：整个网格一起移动。"));
  });
}

/** The unit gestures put cells into at once, of the level worked on. */
function offerPaint(desk: MapDesk, hand: Hand): void {
  const select = document.querySelector<HTMLSelectElement>("#paint-into");
  if (!select) return;
  const fill = () => {
    const units = hand.mayMove ? unitsInOrder(desk, desk.level) : [];
    const none = el("option", { value: "" }, t("先选，再移"));
    const options = units.map(({ number }) => el("option", { value: number }, fullName(desk, number)));
    select.replaceChildren(none, ...options);
    select.value = String(hand.paint ?? "");
  };
  select.addEventListener("change", () => hand.paintInto(select.value ? Number(select.value) : null));
  hand.onPaint(fill);
  for (const event of ["level", "changed"] as const) desk.on(event, fill);
  fill();
}

function offerBarriers(desk: MapDesk, box: Toolbox): void {
  const names: Record<string, string> = {
    expressway: t("快速路"),
    railway: t("铁路"),
    river: t("河流"),
    canal: t("渠道"),
    arterial: t("主干路"),
    collector: t("次干路"),
    local: t("支路"),
    wall: t("围墙"),
  };
  const { classes } = box.between;
  const offered = Object.keys(names).filter((name) => desk.ground.barriers.includes(name));
  for (const name of offered) {
    const tick = el("input", { type: "checkbox", id: `barrier-${name}`, checked: classes.has(name) });
    tick.addEventListener("change", () => classes[tick.checked ? "add" : "delete"](name));
    byId("barriers").append(el("span", { class: "check" }, tick, el("label", { for: `barrier-${name}` }, names[name] ?? name)));
  }
}
