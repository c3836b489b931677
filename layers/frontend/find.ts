/** The position is asked for by a touch only, sent once with the form, and kept nowhere. */

import { byId } from "./core/dom.ts";
import { t } from "./core/words.ts";

const form = byId<HTMLFormElement>("position-form");
const said = byId("position-said");

function send({ longitude, latitude }: GeolocationCoordinates): void {
  field("lon").value = longitude.toFixed(6);
  field("lat").value = latitude.toFixed(6);
  form.submit();
}

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function refuse(error: GeolocationPositionError): void {
  const denied = error.code === GeolocationPositionError.PERMISSION_DENIED;
  said.textContent = denied ? t("没有定位权限。请在浏览器设置里允许本站使用位置。") : t("没有得到位置。请到开阔处重试。");
}

function ask(): void {
  said.textContent = t("正在定位…");
  navigator.geolocation.getCurrentPosition((found) => send(found.coords), refuse, { timeout: 15_000, maximumAge: 0 });
}

if (navigator.geolocation && window.isSecureContext) {
  byId("position").hidden = false;
  byId("ask-position").addEventListener("click", ask);
}
