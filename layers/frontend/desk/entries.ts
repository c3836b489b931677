/** Operations on their way to the server, and which numbers of new units they speak of. */

import type { Choice, Group, Operation } from "./wire.ts";

export interface Entry {
  /** Idempotency key: however often it is sent, it is done once. */
  key: string;
  order: number;
  operation: Operation;
  /** Numbers foreseen here for the units it makes. */
  made: number[];
  /** It may have reached the server; before that it can simply be taken back. */
  sent: boolean;
  /** The version a refusal named and what was chosen, where it was in conflict. */
  answer?: { version: number; resolutions: Record<string, Choice> };
}

export type Renamed = ReadonlyMap<number, number>;

/** The operation with the numbers of units as they have turned out to be. */
export function renumbered(operation: Operation, renamed: Renamed): Operation {
  if (!renamed.size) return operation;
  const unit = (number: number) => renamed.get(number) ?? number;
  const optional = (number: number | null) => (number === null ? null : unit(number));
  switch (operation.kind) {
    case "assign":
      return { ...operation, to: unit(operation.to) };
    case "merge_units":
      return { ...operation, units: operation.units.map(unit), into: unit(operation.into) };
    case "dissolve_unit":
    case "rename_unit":
    case "cut_line":
      return { ...operation, unit: unit(operation.unit) };
    case "new_unit":
      return { ...operation, parent: optional(operation.parent) };
    case "new_community":
      return { ...operation, grids: operation.grids.map(unit) };
    case "move_grids":
      return { ...operation, grids: operation.grids.map(unit), to: unit(operation.to) };
    case "relabel":
      return { ...operation, groups: operation.groups.map((group) => regrouped(group, renamed)) };
    case "renumber":
      return { ...operation, community: optional(operation.community) };
    case "lock":
    case "unlock":
      return { ...operation, units: operation.units.map(unit) };
    case "drag_boundary":
      return { ...operation, units: [unit(operation.units[0]), unit(operation.units[1])] };
    default:
      return operation;
  }
}

function regrouped(group: Group, renamed: Renamed): Group {
  if ("to" in group) return { ...group, to: renamed.get(group.to) ?? group.to };
  return { ...group, parent: group.parent === null ? null : (renamed.get(group.parent) ?? group.parent) };
}

/** A key nobody else makes; `crypto.randomUUID` is not there without https. */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
