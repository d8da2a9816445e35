// Another setting, as anybody may add one: a row of the table.
import { SETTINGS } from "../../training/settings.ts";
import type { SettingSpec } from "../../training/settings_table.ts";

const dropRate: SettingSpec = {
  kind: "number",
  min: 0,
  max: 0.9,
  default: 0,
  help: "share of features left out",
};

Object.assign(SETTINGS, { dropRate });
