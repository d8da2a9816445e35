import type { Settings } from "../settings.ts";

/** A training of a part of its epochs; what is counted in epochs is shortened with them. */
export function scaledLength(settings: Settings, scale: number): Settings {
  if (scale === 1) return settings;
  const epochs = Math.max(1, Math.round(settings.epochs * scale));
  return {
    ...settings,
    epochs,
    freeze: Math.min(epochs, Math.round(settings.freeze * scale)),
    warmup: Math.min(settings.warmup * scale, epochs / 2),
    patience: settings.patience === 0 ? 0 : Math.max(1, Math.round(settings.patience * scale)),
  };
}
