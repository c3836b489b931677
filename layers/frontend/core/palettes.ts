/** Every colour that carries meaning. Ramps grow darker with the value; the diverging one is blue
 * below and orange above, apart for all common kinds of colour blindness. */

import type { Standing } from "./standing.ts";

export const HOUSEHOLDS = ["#f2ecf5", "#dccbe6", "#bd9fd1", "#966cb4", "#6a418f"];
export const DENSITY = ["#f8efd8", "#f0d6a3", "#e1ad69", "#c67f43", "#955227"];
export const FLOORS = ["#f1e3c3", "#e3bd84", "#cb8a55", "#a3543d", "#6b2737"];
export const GRIDS = ["#bfdbe8", "#f4dca6", "#cbe0b6", "#eac6cf", "#d2cbea", "#f3ccab", "#b7dfd0", "#dfd5bd"];

export const STANDING: Record<Standing, string> = {
  "far-below": "#5581bd",
  below: "#b3c9e4",
  within: "#eef2e4",
  above: "#f6cda6",
  "far-above": "#d9793a",
};

export const USES: Record<string, string> = {
  residential: "#efd98f",
  mixed: "#e9a768",
  commercial: "#d4604f",
  office: "#6b8cc0",
  public: "#c07fb0",
  industrial: "#97775b",
  other: "#b5b2aa",
  unknown: "#e2dfd8",
};

export const UNKNOWN = "#dcdad4";
