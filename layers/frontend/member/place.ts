/** Where one is: asked for by a touch, worked out in the browser, shown, and sent to nobody. */

import { announce, byId } from "../core/dom.ts";
import { t } from "../core/words.ts";
import { pixelOf } from "./config.ts";
import type { GridMap } from "./grid-map.ts";

export function watchPlace(map: GridMap): void {
  const button = byId<HTMLButtonElement>("where");
  if (!navigator.geolocation) return;
  button.disabled = false;
  button.addEventListener("click", () => {
    tell(t("正在定位…"));
    navigator.geolocation.getCurrentPosition((found) => show(map, found.coords), (error) => tell(reason(error.code)), {
      enableHighAccuracy: true,
      timeout: 15_000,
      maximumAge: 0,
    });
  });
}

function show(map: GridMap, { longitude, latitude, accuracy }: GeolocationCoordinates): void {
  const spot = [longitude, latitude] as const;
  map.place("here-reach", spot, Math.max(accuracy / map.frame.metres, 14));
  map.place("here", spot, 9);
  const metres = Math.round(accuracy);
  const inside = map.holds(pixelOf(map.frame, spot));
  tell(inside ? t("您在本网格内，误差约 {metres} 米。", { metres }) : t("您不在本网格内，误差约 {metres} 米。", { metres }));
}

function reason(code: number): string {
  if (code === GeolocationPositionError.PERMISSION_DENIED) return t("没有定位权限。请在浏览器设置里允许本站使用位置。");
  return t("没有得到位置。请到开阔处重试。");
}

function tell(text: string): void {
  byId("picked-text").textContent = text;
  announce(text);
  byId("map").scrollIntoView({ block: "nearest" });
}
